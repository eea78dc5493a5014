using System.Text;
using NodaTime;
using Scheduling.Grains.Calendars;
using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Hours;
using Scheduling.Silo.Import.Rooms;
using Scheduling.Silo.Import.Venues;
using Scheduling.Silo.Tests.Import;
using Scheduling.Testing;
using Scheduling.Testing.Fuzzing;
using Period = Scheduling.Grains.Calendars.Period;

namespace Scheduling.Silo.Tests.Fuzzing;

/// <summary>
/// Whatever is in a file, it is imported or refused with a reason: the readers of files, lines and opening hours throw nothing
/// but the one exception that is a sentence for the person who gave the file.
/// </summary>
public sealed class ImportFuzzTests(ITestOutputHelper output)
{
    // Over a change of the clocks.
    private static readonly Period Fortnight = new(Instant.FromUtc(2027, 3, 20, 0, 0), Instant.FromUtc(2027, 4, 3, 0, 0));
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static readonly string[] Hours =
    [
        "Mo-Fr 08:30-12:00,13:30-17:00; PH off", "24/7", "Tu 14:00-18:00; We 10:00-12:30,14:00-18:30; Sa 09:30-12:30; SH off",
        "Fr-Mo 20:00-26:00, Su 09:00-11:00", "Mo,We,Fr 00:00-24:00 open; Sa off", "08:00-20:00; Su,PH off",
    ];

    private static readonly string[] HoursWords =
    [
        "Mo", "Tu", "su", "PH", "SH", "off", "closed", "open", "24/7", "09:00", "9:5", "24:00", "26:00", "48:00", "00:00", "-", "–", ",", ";",
        " ", "+", "\"", "[1]", "||", "Jan", "week", "2027", "sunrise", "/", ":",
    ];

    private static readonly string[] CsvWords =
    [
        ",", "\"", "\"\"", "\n", "\r\n", "\r", ";", "|", "\t", "id", "nom", "venue_id", "seats", "name", "EXCLUSIVE", "BY_SEATS", "ON_REQUEST",
        "46.7", "-91", "1e99", "2A004", "36005", "2026-02-30", "Mo-Fr 09:00-12:00", "\uFEFF", "'", "=1+1", "wifi|écran", "-", "0", "24",
    ];

    private static readonly string[] VenueFiles = [Head("indre-lieux.csv", 4), $"{VenueLine.Header}\n{VenueLine.WithId("a")}\n{VenueLine.With("nom", "deux\nlignes")}\n"];
    private static readonly string[] RoomFiles = [Head("indre-salles.csv", 5)];

    [Fact]
    public Task Hours_AreReadableOrHaveAReason() => new FuzzRun("opening hours", 20_000, 0.2).RunAsync(output.WriteLine, (random, tell) =>
    {
        var text = new Mutator(random, HoursWords).Text(random.Pick(Hours));
        tell(text);
        switch (HoursParser.Read(text))
        {
            case HoursReading.Readable readable:
                Assert.True(readable.Week.Length <= text.Length * 7);
                var spans = new OpeningHours(readable.Week, Paris).During(Fortnight);
                Assert.All(spans, span => Assert.True(span.Length > Duration.Zero));
                Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start));
                break;
            case HoursReading.Unreadable unreadable:
                Assert.NotEqual("", unreadable.Reason);
                break;
        }

        return Task.CompletedTask;
    });

    [Fact]
    public Task VenueFiles_AreReadOrRefused() => FilesAsync("venue files", VenueFiles, NationalStandard.Columns, line =>
    {
        var reading = VenueLineReader.Read(line);
        Assert.Equal(reading.Venue is null, reading.Problems.Rejections.Count > 0);
    });

    [Fact]
    public Task RoomFiles_AreReadOrRefused() => FilesAsync("room files", RoomFiles, RoomLineReader.Columns, line =>
    {
        var reading = RoomLineReader.Read(line);
        Assert.Equal(reading.Room is null, reading.Problems.Rejections.Count > 0);
    });

    private async Task FilesAsync(string name, string[] files, CsvColumns columns, Action<CsvLine> read)
    {
        using var folder = new TempFolder();
        var path = folder.File("fuzzed.csv");
        await new FuzzRun(name, 2_000, 0.05).RunAsync(output.WriteLine, async (random, tell) =>
        {
            var bytes = new Mutator(random, CsvWords).Bytes(random.Pick(files));
            tell(Encoding.UTF8.GetString(bytes));
            await File.WriteAllBytesAsync(path, bytes);
            try
            {
                await using var file = await CsvFile.OpenAsync(path, columns, CancellationToken.None);
                await foreach (var line in file.ReadLinesAsync())
                    read(line);
            }
            catch (UnreadableFileException refused)
            {
                Assert.NotEqual("", refused.Message);
            }
        });
    }

    private static string Head(string sample, int lines) =>
        string.Concat(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "samples", sample)).Take(lines).Select(line => line + "\n"));
}
