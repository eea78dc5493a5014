using System.Runtime.CompilerServices;
using GraphQL;

namespace Scheduling.Api.Tests.Schema;

public sealed class PrintedSchemaTests
{
    [Fact]
    public async Task Print_ServedSchema_EqualsTheCommittedFile()
    {
        var file = Path.GetFullPath(Path.Combine(Here(), "../../../src/GraphQL/schema.graphql"));
        var printed = ApiSchema.Instance.Print(new() { StringComparison = StringComparison.Ordinal })
            .ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(file, printed, TestContext.Current.CancellationToken);

        var committed = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        Assert.True(committed == printed,
            "src/GraphQL/schema.graphql is not what is served: run the tests with UPDATE_SNAPSHOTS=1 and review the change.");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
