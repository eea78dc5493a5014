using System.Diagnostics;
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

        var answers = await PasteAsync(Tour(server), folder.Path);

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

    // The README's own text; only where the server is reached differs here.
    private static string Tour(SiloProcess server)
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var tour = readme.Split("<!-- tour -->")[1].Split("<!-- /tour -->")[0];
        var pasted = string.Join('\n', tour.Split("```sh\n").Skip(1).Select(block => block.Split("```")[0]));
        return pasted
            .Replace("http://127.0.0.1:5080", server.Url.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("dotnet run --project src/Silo --", $"\"{SiloOptions.Program}\"", StringComparison.Ordinal);
    }

    private static async Task<string[]> PasteAsync(string commands, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-e", "-o", "pipefail"])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        using var shell = Process.Start(start)!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.StandardInput.WriteAsync(commands);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{await output}\n{await errors}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
