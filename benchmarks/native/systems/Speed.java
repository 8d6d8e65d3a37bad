import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

/** Lucene, timed: "index PASSAGES FOLDER", or "ask FOLDER QUESTIONS TOP PASSES SECONDS"; prints a line of JSON. */
public final class Speed {
    private static final double MEMORY_MB = 256;
    private static final double NANOSECONDS = 1e9;

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("index")) {
            long began = System.nanoTime();
            index(Path.of(arguments[1]), Path.of(arguments[2]));
            System.out.printf(Locale.ROOT, "{\"seconds\": %.6f}%n", (System.nanoTime() - began) / NANOSECONDS);
        } else {
            int passes = Integer.parseInt(arguments[4]);
            ask(arguments, passes, Double.parseDouble(arguments[5]));
        }
    }

    private static void index(Path passages, Path folder) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new FrenchAnalyzer()).setRAMBufferSizeMB(MEMORY_MB);
        try (Directory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, config);
                BufferedReader lines = Files.newBufferedReader(passages, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Document document = new Document();
                document.add(new StoredField("number", number++));
                document.add(new TextField("body", line, Field.Store.NO));
                writer.addDocument(document);
            }
            writer.commit();
        }
    }

    /** As the systems that are called from Python are asked: once to warm up, then in passes; medians of these. */
    private static void ask(String[] arguments, int most, double seconds) throws IOException {
        List<String> questions = Files.readAllLines(Path.of(arguments[2]));
        int top = Integer.parseInt(arguments[3]);
        try (Directory directory = FSDirectory.open(Path.of(arguments[1]));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            Asker asker = new Asker(new IndexSearcher(reader), top);
            int[] hits = new int[questions.size()];
            asker.pass(questions, hits);
            double[][] passes = new double[most][];
            int done = 0;
            long began = System.nanoTime();
            while (done < most && (done == 0 || (System.nanoTime() - began) / NANOSECONDS < seconds)) {
                passes[done++] = asker.pass(questions, hits);
            }
            double[] medians = medians(Arrays.copyOf(passes, done), questions.size());
            System.out.printf("{\"seconds\": %s, \"hits\": %s}%n", Arrays.toString(medians), Arrays.toString(hits));
        }
    }

    private static double[] medians(double[][] passes, int questions) {
        double[] medians = new double[questions];
        for (int place = 0; place < questions; place++) {
            int question = place;
            double[] times = Arrays.stream(passes).mapToDouble(pass -> pass[question]).sorted().toArray();
            medians[place] = (times[(times.length - 1) / 2] + times[times.length / 2]) / 2;
        }
        return medians;
    }

    /** Asks for all the words, then, where nothing holds them all, for any of them; or for a phrase. */
    private static final class Asker {
        private final IndexSearcher searcher;
        private final int top;
        private final QueryBuilder builder = new QueryBuilder(new FrenchAnalyzer());

        Asker(IndexSearcher searcher, int top) {
            this.searcher = searcher;
            this.top = top;
        }

        double[] pass(List<String> questions, int[] hits) throws IOException {
            double[] seconds = new double[questions.size()];
            for (int place = 0; place < seconds.length; place++) {
                String[] question = questions.get(place).split("\t", 2);
                long began = System.nanoTime();
                hits[place] = hits(question[0].equals("phrase"), question[1]);
                seconds[place] = (System.nanoTime() - began) / NANOSECONDS;
            }
            return seconds;
        }

        private int hits(boolean phrase, String text) throws IOException {
            if (phrase) {
                return hits(builder.createPhraseQuery("body", text));
            }
            int strict = hits(builder.createBooleanQuery("body", text, BooleanClause.Occur.MUST));
            return strict > 0 ? strict : hits(builder.createBooleanQuery("body", text, BooleanClause.Occur.SHOULD));
        }

        private int hits(Query query) throws IOException {
            if (query == null) {
                return 0;
            }
            int found = 0;
            for (ScoreDoc hit : searcher.search(query, top).scoreDocs) {
                found += searcher.doc(hit.doc).getField("number") == null ? 0 : 1;
            }
            return found;
        }
    }
}
