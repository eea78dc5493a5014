using NodaTime;
using Scheduling.Grains.Calendars;
using Scheduling.Silo.Import;

namespace Scheduling.Silo.Tests.Import;

public class VenueLineTests
{
    [Fact]
    public void Read_GoodLine_TakesWhatAVenueNeeds()
    {
        var line = VenueLine.With("complement_adresse", "  Bâtiment B\n porte 3 ").And(
            "horaires", "Mo 09:00-12:00; PH off");

        var reading = line.Read();

        Assert.Empty(reading.Problems.Rejections);
        Assert.Empty(reading.Problems.Warnings);
        Assert.NotNull(reading.Venue);
        var hours = reading.Venue.Hours;
        Assert.Equal(
            new VenueRecord
            {
                Id = "lieu-1",
                Name = "Mairie d'Ardentes",
                Street = "2 place de la République",
                AddressComplement = "Bâtiment B porte 3",
                PostalCode = "36120",
                City = "Ardentes",
                InseeCode = "36005",
                Location = new GeoCoordinates(46.7422, 1.829),
                TimeZone = "Europe/Paris",
                HoursText = "Mo 09:00-12:00; PH off",
                Hours = hours,
            },
            reading.Venue);
        Assert.Equal([new WeeklyHours(IsoDayOfWeek.Monday, new LocalTime(9, 0), new LocalTime(12, 0))], hours!.Week);
        Assert.True(hours.ClosedOnPublicHolidays);
    }

    [Fact]
    public void Read_OnlyRequiredFields_LeavesTheRestOut()
    {
        var line = VenueLine.With("code_insee", "").And("latitude", "").And("longitude", "").And("horaires", "");

        var venue = line.Read().Venue;

        Assert.NotNull(venue);
        Assert.Null(venue.InseeCode);
        Assert.Null(venue.Location);
        Assert.Null(venue.HoursText);
        Assert.Null(venue.Hours);
        Assert.Null(venue.AddressComplement);
    }

    [Theory]
    [InlineData("id", "", "is missing")]
    [InlineData("pivot", "", "is missing")]
    [InlineData("nom", "", "is missing")]
    [InlineData("nom", "  ", "is missing")]
    [InlineData("commune", "", "is missing")]
    [InlineData("code_postal", "", "is missing")]
    [InlineData("adresse", "", "is missing")]
    [InlineData("date_maj", "", "is missing")]
    [InlineData("pivot", "12345678", "'12345678' is not 9 to 14 letters and digits (SIRET, RNA, RIDET)")]
    [InlineData("pivot", "123456789012345", "'123456789012345' is not 9 to 14 letters and digits (SIRET, RNA, RIDET)")]
    [InlineData("pivot", "999 360 050", "'999 360 050' is not 9 to 14 letters and digits (SIRET, RNA, RIDET)")]
    [InlineData("pivot", "99936005é", "'99936005é' is not 9 to 14 letters and digits (SIRET, RNA, RIDET)")]
    [InlineData("code_postal", "1000", "'1000' is not five digits; a spreadsheet may have dropped the zero of 01000")]
    [InlineData("code_postal", "361200", "'361200' is not five digits")]
    [InlineData("code_postal", "3612A", "'3612A' is not five digits")]
    [InlineData("code_postal", "٣٦١٢٠", "'٣٦١٢٠' is not five digits")]
    [InlineData("code_insee", "1004", "'1004' is not a commune's code, such as 36005 or 2A004; a spreadsheet may have dropped the zero of 01004")]
    [InlineData("code_insee", "20004", "'20004' is not a commune's code, such as 36005 or 2A004")]
    [InlineData("code_insee", "2C004", "'2C004' is not a commune's code, such as 36005 or 2A004")]
    [InlineData("code_insee", "3600", "'3600' is not a commune's code, such as 36005 or 2A004; a spreadsheet may have dropped the zero of 03600")]
    [InlineData("code_insee", "Ardentes", "'Ardentes' is not a commune's code, such as 36005 or 2A004")]
    [InlineData("latitude", "", "is missing while the other coordinate is given")]
    [InlineData("longitude", "", "is missing while the other coordinate is given")]
    [InlineData("latitude", "46,7422", "'46,7422' is not a number of degrees: decimals follow a point")]
    [InlineData("latitude", "nord", "'nord' is not a number of degrees")]
    [InlineData("latitude", "1e1", "'1e1' is not a number of degrees")]
    [InlineData("longitude", "NaN", "'NaN' is not a number of degrees")]
    [InlineData("longitude", "Infinity", "'Infinity' is not a number of degrees")]
    [InlineData("latitude", "90.0001", "'90.0001' is not between -90 and 90 degrees")]
    [InlineData("longitude", "-180.5", "'-180.5' is not between -180 and 180 degrees")]
    [InlineData("date_maj", "31/03/2026", "'31/03/2026' is not a date such as 2027-01-31")]
    [InlineData("date_maj", "2027-02-30", "'2027-02-30' is not a date such as 2027-01-31")]
    [InlineData("date_maj", "2026-3-1", "'2026-3-1' is not a date such as 2027-01-31")]
    [InlineData("date_maj", "2026-03-31T10:00:00", "'2026-03-31T10:00:00' is not a date such as 2027-01-31")]
    [InlineData("nom", "Mairie\u0007", "holds control characters")]
    [InlineData("commune", "Ch\uFFFDteauroux", "holds characters lost in an earlier conversion: 'Ch\uFFFDteauroux'")]
    public void Read_WrongStoredOrRequiredField_RejectsTheLine(string field, string value, string reason)
    {
        var reading = VenueLine.With(field, value).Read();

        Assert.Equal(new LineProblem(field, reason), Assert.Single(reading.Problems.Rejections));
        Assert.Null(reading.Venue);
    }

    [Theory]
    [InlineData("id", 250)]
    [InlineData("nom", 200)]
    [InlineData("adresse", 200)]
    [InlineData("complement_adresse", 200)]
    [InlineData("commune", 200)]
    public void Read_TextBeyondItsLength_RejectsTheLine(string field, int maxLength)
    {
        Assert.NotNull(VenueLine.With(field, new string('a', maxLength)).Read().Venue);

        var reading = VenueLine.With(field, new string('a', maxLength + 1)).Read();

        Assert.Equal(
            new LineProblem(field, $"is longer than {maxLength} characters"),
            Assert.Single(reading.Problems.Rejections));
    }

    [Fact]
    public void Read_BothCoordinatesZero_RejectsTheLine()
    {
        var reading = VenueLine.With("latitude", "0").And("longitude", "0.0").Read();

        Assert.Equal(
            new LineProblem("latitude", "and longitude are both 0, a point in the Atlantic"),
            Assert.Single(reading.Problems.Rejections));
    }

    [Fact]
    public void Read_SeveralWrongFields_TellsThemAll()
    {
        var reading = VenueLine.With("nom", "").And("code_postal", "36").And("latitude", "100").Read();

        Assert.Equal(["code_postal", "nom", "latitude"], reading.Problems.Rejections.Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("pivot", "W362000123")]
    [InlineData("pivot", "123456789")]
    [InlineData("code_postal", "01000")]
    [InlineData("code_insee", "01004")]
    [InlineData("code_insee", "2A004")]
    [InlineData("code_insee", "2B033")]
    [InlineData("code_insee", "97411")]
    [InlineData("latitude", "+46.7")]
    [InlineData("latitude", "46")]
    [InlineData("telephone", "+33254000000")]
    [InlineData("telephone", "+262262000000")]
    [InlineData("courriels", "a@example.org|b@example.org")]
    [InlineData("courriels", "a@example.org;b@example.org")]
    [InlineData("site_web", "https://example.org/|http://example.com/a?b=c")]
    [InlineData("fiche_acces_libre", "https://acceslibre.beta.gouv.fr/app/36-ardentes/a/mairie/erp/mairie/")]
    [InlineData("fiche_acces_libre", "https://acceslibre.info/app/36-ardentes/")]
    [InlineData("prise_rdv", "https://www.rdv-solidarites.fr/")]
    [InlineData("typologie", "TIERS_LIEUX|ASSO")]
    [InlineData("typologie", " MUNI | RFS ")]
    [InlineData("typologie", "Autre")]
    [InlineData("itinerance", "Itinérant|Fixe")]
    [InlineData("services", "Aide aux démarches administratives|Compréhension du monde numérique")]
    [InlineData("publics_specifiquement_adresses", "Familles et/ou enfants|Seniors")]
    [InlineData("prise_en_charge_specifique", "Langues étrangères (anglais)|Surdité")]
    [InlineData("frais_a_charge", "Gratuit sous condition")]
    [InlineData("dispositif_programmes_nationaux", "Emmaüs Connect|Relais numérique (Emmaüs Connect)|Point d’accès numérique CAF")]
    [InlineData("formations_labels", "Étapes numériques(La Poste)")]
    [InlineData("formations_labels", "Étapes numériques (La Poste)")]
    [InlineData("formations_labels", "Formé à «\u00A0\u202FMon Espace Santé\u00A0»")]
    [InlineData("autres_formations_labels", "tout est permis ici")]
    [InlineData("modalites_acces", "Ce lieu n'accueille pas de public")]
    [InlineData("modalites_accompagnement", "À distance|En autonomie")]
    public void Read_ValueOfTheStandard_IsAccepted(string field, string value)
    {
        var reading = VenueLine.With(field, value).Read();

        Assert.NotNull(reading.Venue);
        Assert.Empty(reading.Problems.Warnings);
    }

    [Theory]
    [InlineData("typologie", "MAIRIE", "'MAIRIE' is not in the standard's list: this value is left out")]
    [InlineData("typologie", "muni", "'muni' is not in the standard's list: this value is left out")]
    [InlineData("itinerance", "n'importe quoi|Fixe", "'n'importe quoi' is not in the standard's list: this value is left out")]
    [InlineData("services", "Aide aux démarches administratives;Loisirs", "'Aide aux démarches administratives;Loisirs' is not in the standard's list: this value is left out")]
    [InlineData("frais_a_charge", "Gratuit : tout le monde", "'Gratuit : tout le monde' is not in the standard's list: this value is left out")]
    [InlineData("telephone", "0254000000", "'0254000000' is not in international form, such as +33254000000")]
    [InlineData("telephone", "+33 2 54 00 00 00", "'+33 2 54 00 00 00' is not in international form, such as +33254000000")]
    [InlineData("telephone", "+32254000000", "'+32254000000' is not in international form, such as +33254000000")]
    [InlineData("courriels", "a@example.org|mairie", "'mairie' is not an e-mail address")]
    [InlineData("site_web", "www.example.org", "'www.example.org' is not a web address")]
    [InlineData("site_web", "javascript:alert(1)", "'javascript:alert(1)' is not a web address")]
    [InlineData("prise_rdv", "au comptoir", "'au comptoir' is not a web address")]
    [InlineData("fiche_acces_libre", "https://example.org/", "'https://example.org/' is not a page of acceslibre")]
    [InlineData("horaires", "sur rendez-vous", "'sur rendez-vous' is not understood at 'sur': kept as text, no opening hours")]
    [InlineData("horaires", "Mo 09:00-12:00; SH off", "'Mo 09:00-12:00; SH off' closes in school holidays, which is not kept")]
    [InlineData("latitude", "1.829", "1.829 and longitude 1.8290 lie outside metropolitan France")]
    public void Read_WrongOptionalField_WarnsAndImports(string field, string value, string reason)
    {
        var reading = VenueLine.With(field, value).Read();

        Assert.NotNull(reading.Venue);
        Assert.Equal(new LineProblem(field, reason), Assert.Single(reading.Problems.Warnings));
    }

    [Fact]
    public void Read_EveryVocabularyColumn_ChecksEachOfItsValues()
    {
        string[] columns =
        [
            "typologie", "itinerance", "services", "publics_specifiquement_adresses", "prise_en_charge_specifique",
            "frais_a_charge", "dispositif_programmes_nationaux", "formations_labels", "modalites_acces",
            "modalites_accompagnement",
        ];
        var line = new VenueLine();
        foreach (var column in columns)
            line.And(column, "x|y");

        var warnings = line.Read().Problems.Warnings;

        Assert.Equal(
            columns.SelectMany(column => new[] { column, column }).Order(),
            warnings.Select(warning => warning.Field).Order());
    }

    [Fact]
    public void Read_SummaryOf281Characters_Warns()
    {
        Assert.Empty(VenueLine.With("presentation_resume", new string('é', 280)).Read().Problems.Warnings);

        var reading = VenueLine.With("presentation_resume", new string('é', 281)).Read();

        Assert.Equal(
            new LineProblem("presentation_resume", "is longer than 280 characters"),
            Assert.Single(reading.Problems.Warnings));
    }

    [Fact]
    public void Read_UnreadableHours_KeepsTheText()
    {
        var venue = VenueLine.With("horaires", "sur rendez-vous").Read().Venue;

        Assert.Equal("sur rendez-vous", venue!.HoursText);
        Assert.Null(venue.Hours);
    }

    [Fact]
    public void Read_HoursBeyondTheirLength_AreNotKept()
    {
        var reading = VenueLine.With("horaires", new string(' ', 10) + new string('M', 1001)).Read();

        Assert.Null(reading.Venue!.HoursText);
        Assert.Equal(
            new LineProblem("horaires", "is longer than 1000 characters: not kept"),
            Assert.Single(reading.Problems.Warnings));
    }

    [Theory]
    [InlineData("20000", "Europe/Paris")]
    [InlineData("97110", "America/Guadeloupe")]
    [InlineData("97200", "America/Martinique")]
    [InlineData("97300", "America/Cayenne")]
    [InlineData("97400", "Indian/Reunion")]
    [InlineData("97500", "America/Miquelon")]
    [InlineData("97600", "Indian/Mayotte")]
    [InlineData("97700", "America/St_Barthelemy")]
    [InlineData("97800", "America/Marigot")]
    [InlineData("98600", "Pacific/Wallis")]
    [InlineData("98714", "Pacific/Tahiti")]
    [InlineData("98800", "Pacific/Noumea")]
    public void Read_PostalCode_GivesTheZone(string postalCode, string zone)
    {
        var venue = VenueLine.With("code_postal", postalCode).And("latitude", "").And("longitude", "").Read().Venue;

        Assert.Equal(zone, venue!.TimeZone);
        Assert.NotNull(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone));
    }

    [Fact]
    public void Read_OverseasCoordinates_AreNotFarFromHome()
    {
        var reading = VenueLine.With("code_postal", "97400").And("latitude", "-20.88").And("longitude", "55.45").Read();

        Assert.Empty(reading.Problems.Warnings);
        Assert.Equal(new GeoCoordinates(-20.88, 55.45), reading.Venue!.Location);
    }
}
