using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Readme;

/// <summary>The tour of the README, pasted into a shell beside a server that has just loaded its demo.</summary>
public sealed class TourTests
{
    [Fact]
    public async Task Tour_PastedIntoAShell_AnswersWhatTheReadmeSays()
    {
        using var folder = new TempFolder();
        await using var server = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        await server.WaitForOutputAsync("The demo is loaded");

        var answers = await Shell.PasteAsync(Shell.Tour(server), folder.Path);

        // One answer for each request that prints one, in the order of the README.
        Assert.Collection(answers,
            search => Assert.Contains("\"name\":\"Petite salle\"", search, StringComparison.Ordinal),
            booked => Assert.Contains("\"status\":\"CONFIRMED\"", booked, StringComparison.Ordinal),
            refused =>
            {
                Assert.Contains("\"code\":\"SLOT_TAKEN\"", refused, StringComparison.Ordinal);
                Assert.Contains("\"network\":{\"name\":\"La Poste\"}", refused, StringComparison.Ordinal);
                Assert.Contains("\"alternatives\":[{\"room\"", refused, StringComparison.Ordinal);
            },
            bookings => Assert.Contains("\"title\":\"Premiers pas sur internet\"", bookings, StringComparison.Ordinal),
            calendar => Assert.Contains("\"state\":\"BUSY\",\"seatsTaken\":8", calendar, StringComparison.Ordinal),
            room => Assert.Contains("\"minimumNotice\":\"PT2H\"", room, StringComparison.Ordinal),
            open => Assert.Contains("\"code\":\"SLOT_TAKEN\"", open, StringComparison.Ordinal),
            closed => Assert.Contains("\"status\":\"CANCELLED\"", closed, StringComparison.Ordinal));
    }
}
