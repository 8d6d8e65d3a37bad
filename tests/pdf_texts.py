"""French paragraphs and headings for made PDFs: their truth is known, as they are put together here."""

from __future__ import annotations

from random import Random

SENTENCES = (
    "Le conseil municipal s’est réuni mardi soir dans la salle des fêtes, dont le chauffage venait d’être réparé.",
    "La maire a rappelé que la piscine resterait fermée jusqu’au printemps, pour refaire l’étanchéité du bassin.",
    "Personne ne s’y attendait.",
    "Les travaux, estimés à 340 000 euros, seront financés pour moitié par le département.",
    "« Nous n’avons pas le choix », a répondu l’adjointe chargée des équipements sportifs.",
    "Plusieurs habitants du quartier ont demandé que la bibliothèque ouvre aussi le dimanche après-midi.",
    "Cette question sera peut-être examinée lors de la prochaine séance, c’est-à-dire en septembre.",
    "L’éclairage public représente à lui seul un quart de la consommation d’électricité de la commune.",
    "Un garde champêtre surveille désormais les berges de la rivière, où l’on avait déposé des gravats.",
    "Le sous-préfet a pris rendez-vous avec les associations pour préparer la commémoration.",
    "Il faudra vraisemblablement attendre des années avant que les arbres nouvellement plantés donnent de l’ombre.",
    "Les inscriptions à la cantine scolaire se font désormais exclusivement par internet.",
    "Chaque famille recevra un courrier expliquant la nouvelle tarification, calculée selon le quotient familial.",
    "La fréquentation du marché hebdomadaire a considérablement augmenté depuis l’arrivée des maraîchers biologiques.",
    "On y trouve des fromages, du miel, des légumes de saison et même quelques vieux outils.",
    "Le responsable de la voirie a présenté un programme pluriannuel d’entretien des chemins communaux.",
    "Tout dépendra des subventions.",
    "La gare, inaugurée en 1887, pourrait accueillir une maison de santé pluridisciplinaire.",
    "Les médecins généralistes du canton se sont déclarés favorables à ce regroupement.",
    "En revanche, la pharmacienne craint que l’éloignement ne décourage les personnes âgées.",
    "Une navette gratuite circulera donc deux fois par semaine entre le centre-bourg et les hameaux.",
    "Les jeunes sapeurs-pompiers ont reçu leur diplôme sous les applaudissements de leurs parents.",
    "Leur capitaine, très ému, a souligné l’importance de l’engagement volontaire dans les campagnes.",
    "Le rapport remarque que l’eau du captage contient des pesticides, sans dépasser les seuils réglementaires.",
    "Des prélèvements supplémentaires seront effectués chaque trimestre par un laboratoire indépendant.",
    "La station d’épuration, vieillissante, ne répond plus aux normes environnementales.",
    "Sa reconstruction mobilisera l’essentiel des investissements intercommunaux pendant cinq ans.",
    "Quelques conseillers ont regretté que les documents leur soient parvenus la veille seulement.",
    "Ils ont néanmoins approuvé le budget à l’unanimité, moins deux abstentions.",
    "L’école maternelle perdra une classe à la rentrée, malgré la mobilisation des enseignants.",
    "L’inspection académique invoque la diminution régulière des effectifs depuis une quinzaine d’années.",
    "Un recours gracieux a été déposé.",
    "Le club de gymnastique fêtera son cinquantenaire au gymnase, avec une rétrospective photographique.",
    "Les bénévoles recherchent activement d’anciens programmes, des affiches et des coupures de presse.",
    "À dix-huit heures, la séance fut suspendue à cause d’une panne informatique.",
    "Elle reprit vingt minutes plus tard, dans une atmosphère étonnamment détendue.",
    "L’archiviste a retrouvé un registre paroissial du dix-septième siècle, admirablement conservé.",
    "On y lit les noms de familles aujourd’hui disparues, ainsi que le récit d’une terrible inondation.",
    "La numérisation de ce document exceptionnel permettra aux chercheurs de le consulter à distance.",
    "Le prix du stationnement n’augmentera pas cette année.",
    "Les commerçants, consultés par questionnaire, souhaitent majoritairement le maintien de la zone bleue.",
    "Une expérimentation de piétonnisation débutera néanmoins le premier samedi de juin.",
    "Reste à convaincre les livreurs !",
    "Pourquoi ne pas avoir envisagé un parking-relais à l’entrée de la ville ?",
    "Le budget participatif a retenu trois projets, dont un verger partagé derrière le cimetière.",
    "Des noyers, des cognassiers et des pruniers y seront plantés par les écoliers.",
    "La chorale interprétera des chansons traditionnelles, accompagnée par un accordéoniste.",
    "Enfin, le procès-verbal de la séance précédente a été adopté sans observation.",
)
HEADINGS = (
    "Ordre du jour",
    "Équipements sportifs",
    "Voirie et stationnement",
    "Affaires scolaires",
    "Eau et assainissement",
    "Vie associative",
    "Patrimoine et archives",
    "Questions diverses",
)


def paragraphs(count: int, seed: int = 1, longest: int = 6) -> list[str]:
    """So many paragraphs of one sentence to ``longest``; the same for the same seed."""
    random = Random(seed)  # noqa: S311
    return [" ".join(random.sample(SENTENCES, random.randint(1, longest))) for _ in range(count)]
