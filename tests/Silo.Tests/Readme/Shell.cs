using System.Diagnostics;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Readme;

/// <summary>A shell beside a server, into which the text of a page is pasted.</summary>
internal static class Shell
{
    /// <summary>The tour of the README, as this server is reached.</summary>
    public static string Tour(SiloProcess server)
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var tour = readme.Split("<!-- tour -->")[1].Split("<!-- /tour -->")[0];
        return For(server, string.Join('\n', tour.Split("```sh\n").Skip(1).Select(block => block.Split("```")[0])));
    }

    /// <summary>A page's own text: only where the server is reached, and how the program is started, differs here.</summary>
    public static string For(SiloProcess server, string text) => text
        .Replace("http://127.0.0.1:5080", server.Url.ToString().TrimEnd('/'), StringComparison.Ordinal)
        .Replace("dotnet run --project src/Silo --", $"\"{SiloOptions.Program}\"", StringComparison.Ordinal);

    /// <summary>Pastes commands, and expects that none fails.</summary>
    /// <returns>What they printed, line by line.</returns>
    public static async Task<string[]> PasteAsync(string commands, string folder)
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
