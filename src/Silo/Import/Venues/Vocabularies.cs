using System.Collections.Frozen;
using Scheduling.Silo.Import.Text;

namespace Scheduling.Silo.Import.Venues;

/// <summary>The closed lists of the national standard. Each value of a cell is looked up on its own.</summary>
internal static class Vocabularies
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Lists = new Dictionary<string, string[]>
    {
        ["typologie"] =
        [
            "ACI", "ACIPHC", "AFPA", "AI", "ASE", "ASSO", "ASSO_CHOMEUR", "Autre", "AVIP", "BIB", "CAARUD", "CADA",
            "CAF", "CAP_EMPLOI", "CAVA", "CC", "CCAS", "CCONS", "CD", "CDAS", "CFP", "CHRS", "CHU", "CIAS", "CIDFF",
            "CITMET", "CMP", "CMS", "CPAM", "CPH", "CS", "CSAPA", "CSC", "DEETS", "DEPT", "DIPLP", "E2C", "EA",
            "EATT", "EI", "EITI", "ENM", "EPCI", "EPI", "EPIDE", "EPN", "ES", "ESAT", "ESS", "ETTI", "EVS",
            "FABLAB", "FABRIQUE", "FAIS", "FT", "GEIQ", "HUDA", "LA_POSTE", "MDE", "MDEF", "MDH", "MDPH", "MDS",
            "MJC", "ML", "MQ", "MSA", "MSAP", "MUNI", "OACAS", "ODC", "OF", "OIL", "OPCS", "PAD", "PENSION", "PI",
            "PIJ_BIJ", "PIMMS", "PJJ", "PLIE", "PREF", "PREVENTION", "REG", "RELAIS_LECTURE", "RESSOURCERIE", "RFS",
            "RS_FJT", "SCP", "SPIP", "TIERS_LIEUX", "UDAF",
        ],
        ["itinerance"] = ["Itinérant", "Fixe"],
        ["services"] =
        [
            "Aide aux démarches administratives", "Maîtrise des outils numériques du quotidien",
            "Insertion professionnelle via le numérique", "Utilisation sécurisée du numérique",
            "Parentalité et éducation avec le numérique", "Loisirs et créations numériques",
            "Compréhension du monde numérique", "Accès internet et matériel informatique",
            "Acquisition de matériel informatique à prix solidaire",
        ],
        ["publics_specifiquement_adresses"] =
            ["Jeunes", "Étudiants", "Familles et/ou enfants", "Seniors", "Femmes"],
        ["prise_en_charge_specifique"] =
        [
            "Surdité", "Handicaps moteurs", "Handicaps mentaux", "Illettrisme", "Langues étrangères (anglais)",
            "Langues étrangères (autres)", "Déficience visuelle",
        ],
        ["frais_a_charge"] = ["Gratuit", "Gratuit sous condition", "Payant"],
        ["dispositif_programmes_nationaux"] =
        [
            "Aidants Connect", "Bibliothèques numérique de référence", "Certification PIX", "Conseillers numériques",
            "Emmaüs Connect", "France Services", "Grande école du numérique", "La Croix Rouge",
            "Point d'accès numérique CAF", "Promeneurs du net", "Relais numérique (Emmaüs Connect)",
        ],
        ["formations_labels"] =
        [
            "Formé à « Mon Espace Santé »", "Formé à « DUPLEX » (illettrisme)",
            "Arnia/MedNum BFC (Bourgogne-Franche-Comté)", "Collectif ressources et acteurs réemploi (Normandie)",
            // The schema writes this one without a space, the national map's own library with one.
            "Étapes numériques(La Poste)", "Étapes numériques (La Poste)",
            "Fabriques de Territoire", "Les Éclaireurs du numérique (Drôme)", "Mes Papiers (Métropole de Lyon)",
            "ORDI 3.0", "SUD LABS (PACA)",
        ],
        ["modalites_acces"] =
        [
            "Se présenter", "Téléphoner", "Contacter par mail", "Prendre un RDV en ligne",
            "Ce lieu n'accueille pas de public", "Envoyer un mail avec une fiche de prescription",
        ],
        ["modalites_accompagnement"] =
            ["En autonomie", "Accompagnement individuel", "Dans un atelier collectif", "À distance"],
    }.ToFrozenDictionary(list => list.Key, list => list.Value.Select(Values.LabelKey).ToFrozenSet());

    /// <summary>The columns that have a closed list.</summary>
    public static ImmutableArray<string> Fields => Lists.Keys;

    /// <summary>The values of a cell that are not in the column's list.</summary>
    public static IEnumerable<string> Unknown(string field, string cell) =>
        Values.Split(cell).Where(value => !Lists[field].Contains(Values.LabelKey(value)));
}
