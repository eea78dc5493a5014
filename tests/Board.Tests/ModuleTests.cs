using System.Diagnostics;

namespace Scheduling.Board.Tests;

/// <summary>The page's pure modules, each by itself, under Node's own test runner.</summary>
public sealed class ModuleTests
{
    [Fact]
    public async Task Modules_UnderNode_PassTheirTests()
    {
        var folder = Stage.Data("Modules");
        using var node = Process.Start(new ProcessStartInfo("node", ["--test", "--test-reporter=tap", .. Directory.GetFiles(folder, "*.test.js")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, output + await errors);
        Assert.Contains("# fail 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("# pass 0", output, StringComparison.Ordinal);
    }
}
