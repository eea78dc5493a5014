using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Text;

namespace Scheduling.Silo.Import.Venues;

/// <summary>
/// The checks of the standard on fields that are not stored yet. What is wrong there is told and costs nobody a venue.
/// </summary>
internal static class OptionalFields
{
    private const int SummaryMaxLength = 280;

    /// <summary>Warns of each value that the standard does not allow.</summary>
    public static void Check(CsvLine line, LineProblems problems)
    {
        foreach (var field in Vocabularies.Fields)
        {
            foreach (var unknown in Vocabularies.Unknown(field, line[field]))
                problems.Warn(field, $"{Show.Quoted(unknown)} is not in the standard's list: this value is left out");
        }

        if (line[NationalStandard.Telephone] is { Length: > 0 } phone
            && !NationalStandard.TelephonePattern.IsMatch(phone))
        {
            problems.Warn(
                NationalStandard.Telephone, $"{Show.Quoted(phone)} is not in international form, such as +33254000000");
        }

        if (line[NationalStandard.Summary].Length > SummaryMaxLength)
            problems.Warn(NationalStandard.Summary, $"is longer than {SummaryMaxLength} characters");
        CheckEmails(line[NationalStandard.Emails], problems);
        CheckAddresses(line, problems);
    }

    // The standard separates addresses by |, its reference library also by a semicolon.
    private static void CheckEmails(string cell, LineProblems problems)
    {
        var emails = Values.Split(cell, ['|', ';']);
        foreach (var email in emails.Where(email => !NationalStandard.EmailPattern.IsMatch(email)))
            problems.Warn(NationalStandard.Emails, $"{Show.Quoted(email)} is not an e-mail address");
    }

    private static void CheckAddresses(CsvLine line, LineProblems problems)
    {
        foreach (var url in Values.Split(line[NationalStandard.Websites]).Where(url => WebHost(url) is null))
            problems.Warn(NationalStandard.Websites, $"{Show.Quoted(url)} is not a web address");
        if (line[NationalStandard.BookingPage] is { Length: > 0 } booking && WebHost(booking) is null)
            problems.Warn(NationalStandard.BookingPage, $"{Show.Quoted(booking)} is not a web address");
        if (line[NationalStandard.AccessibilityPage] is { Length: > 0 } page
            && WebHost(page)?.Contains("acceslibre", StringComparison.Ordinal) is not true)
            problems.Warn(NationalStandard.AccessibilityPage, $"{Show.Quoted(page)} is not a page of acceslibre");
    }

    private static string? WebHost(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? uri.Host : null;
}
