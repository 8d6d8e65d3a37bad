import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemmer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/** Lucene as a peer: "stem" stems the words of standard input; "rank FILE" ranks articles (id, tab, text a line). */
public final class Lucene {
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (arguments[0].equals("stem")) {
            stem(lines);
        } else {
            rank(Path.of(arguments[1]), lines);
        }
        OUT.flush();
    }

    private static void stem(BufferedReader words) throws IOException {
        FrenchLightStemmer stemmer = new FrenchLightStemmer();
        for (String word = words.readLine(); word != null; word = words.readLine()) {
            char[] letters = word.toCharArray();
            OUT.println(new String(letters, 0, stemmer.stem(letters, letters.length)));
        }
    }

    /** Prints, for each question of standard input, the ids of its ten best articles, between tabs. */
    private static void rank(Path articles, BufferedReader questions) throws IOException {
        Analyzer analyzer = new FrenchAnalyzer();
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        index(articles, analyzer, directory);
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
        searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
        QueryBuilder builder = new QueryBuilder(analyzer);
        for (String text = questions.readLine(); text != null; text = questions.readLine()) {
            OUT.println(String.join("\t", best(builder.createBooleanQuery("text", text), searcher)));
        }
    }

    private static void index(Path articles, Analyzer analyzer, ByteBuffersDirectory directory) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setSimilarity(new BM25Similarity(1.2f, 0.75f));
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (String line : Files.readAllLines(articles)) {
                int tab = line.indexOf('\t');
                Document document = new Document();
                document.add(new StoredField("id", line.substring(0, tab)));
                document.add(new TextField("text", line.substring(tab + 1), Field.Store.NO));
                writer.addDocument(document);
            }
        }
    }

    private static String[] best(Query query, IndexSearcher searcher) throws IOException {
        if (query == null) {
            return new String[0];
        }
        ScoreDoc[] hits = searcher.search(query, 10).scoreDocs;
        String[] ids = new String[hits.length];
        for (int rank = 0; rank < hits.length; rank++) {
            ids[rank] = searcher.doc(hits[rank].doc).get("id");
        }
        return ids;
    }
}
