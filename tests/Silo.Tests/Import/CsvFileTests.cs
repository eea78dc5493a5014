using System.Text;
using Scheduling.Silo.Import.Csv;

namespace Scheduling.Silo.Tests.Import;

public sealed class CsvFileTests : IDisposable
{
    private static readonly CsvColumns Columns = new(["id", "nom"], ["note"]);

    private readonly ImportRig rig = new();

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData("id,nom,note\n1,Été,x\n")]
    [InlineData("id,nom,note\r\n1,Été,x\r\n")]
    [InlineData("id,nom,note\n1,Été,x")]
    [InlineData("\uFEFFid,nom,note\n1,Été,x\n")]
    [InlineData("\uFEFF\"id\",\"nom\",\"note\"\n\"1\",\"Été\",\"x\"\n")]
    [InlineData("note,nom,id\nx,Été,1\n")]
    [InlineData("ID, Nom ,NOTE\n 1 , Été , x \n")]
    [InlineData("id,autre,nom,note\n1,?,Été,x\n")]
    public async Task ReadLines_AnyShapeOfTheStandard_GivesTheSameValues(string content)
    {
        var line = Assert.Single(await ReadAsync(content));

        Assert.Equal(("1", "Été", "x"), (line["id"], line["nom"], line["note"]));
        Assert.Equal(2, line.Number);
        Assert.Null(line.Damage);
    }

    [Fact]
    public async Task ReadLines_BlankLinesAndLineEndsInValues_NumbersByTheLineOfTheFile()
    {
        var lines = await ReadAsync("id,nom\n1,\"deux\nlignes\"\n\n2,b\n,\n3,c\n");

        Assert.Equal([(2, "1"), (5, "2"), (7, "3")], lines.Select(line => (line.Number, line["id"])));
        Assert.Equal("deux\nlignes", lines[0]["nom"]);
    }

    [Fact]
    public async Task ReadLines_QuotesInsideValues_KeepsThem()
    {
        var lines = await ReadAsync("id,nom\n1,\"dite \"\"la Grande\"\"\"\n2,dite \"la Petite\"\n");

        Assert.Equal(["dite \"la Grande\"", "dite \"la Petite\""], lines.Select(line => line["nom"]));
        Assert.All(lines, line => Assert.Null(line.Damage));
    }

    [Theory]
    [InlineData("1", "has 1 values where the header has 2")]
    [InlineData("1,a,b", "has 3 values where the header has 2")]
    [InlineData("1,\"a\"b", "has text after the closing quote of a value")]
    [InlineData("1,\"a", "has a quoted value that never ends: what follows in the file was read as part of it")]
    public async Task ReadLines_BrokenLine_TellsItsDamage(string broken, string damage)
    {
        var lines = await ReadAsync($"id,nom\n0,bon\n{broken}\n");

        Assert.Equal([null, damage], lines.Select(line => line.Damage));
        Assert.Equal([2, 3], lines.Select(line => line.Number));
    }

    [Fact]
    public async Task ReadLines_EmptyValuesBeyondTheHeader_ArePassedOver() =>
        Assert.Null(Assert.Single(await ReadAsync("id,nom\n1,a,,\n")).Damage);

    [Fact]
    public async Task ReadLines_Latin1_TellsTheLine()
    {
        var path = rig.WriteBytes("lieux.csv", Encoding.Latin1.GetBytes("id,nom\n1,plain\n2,Châteauroux\n"));

        var lines = await ReadFileAsync(path);

        Assert.Equal([null, "is not UTF-8 text: save the file as UTF-8"], lines.Select(line => line.Damage));
    }

    [Fact]
    public async Task ReadLines_QuoteNeverClosedInALargeFile_GivesUpWithoutReadingOn()
    {
        var rest = string.Concat(Enumerable.Repeat("2,une ligne de plus\n", 400_000));

        var failure = await Assert.ThrowsAsync<UnreadableFileException>(() => ReadAsync("id,nom\n1,\"ouvert\n" + rest));

        Assert.Equal("lieux.csv cannot be read from line 2 on: a quoted value seems never to end.", failure.Message);
    }

    [Theory]
    [InlineData("", "lieux.csv is empty: its first line must name the columns.")]
    [InlineData("\n\n", "lieux.csv is empty: its first line must name the columns.")]
    [InlineData("nom\na\n", "lieux.csv lacks the required column id.")]
    [InlineData("note\na\n", "lieux.csv lacks the required columns id, nom.")]
    [InlineData("id;nom;note\n1;a;b\n", "lieux.csv lacks the required columns id, nom: it seems to be separated by semicolons, the standard asks for commas.")]
    [InlineData("id,nom,Id\n1,a,b\n", "lieux.csv has the column 'Id' twice.")]
    public async Task Open_UnusableHeader_SaysWhy(string content, string message)
    {
        var path = rig.WriteBytes("lieux.csv", Encoding.UTF8.GetBytes(content));

        var failure = await Assert.ThrowsAsync<UnreadableFileException>(
            () => CsvFile.OpenAsync(path, Columns, TestContext.Current.CancellationToken));

        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task Open_DirectoryOrNothing_SaysWhy()
    {
        var missing = rig.PathOf("absent.csv");

        var absent = await Assert.ThrowsAsync<UnreadableFileException>(
            () => CsvFile.OpenAsync(missing, Columns, TestContext.Current.CancellationToken));
        var directory = await Assert.ThrowsAsync<UnreadableFileException>(
            () => CsvFile.OpenAsync(Path.GetDirectoryName(missing)!, Columns, TestContext.Current.CancellationToken));

        Assert.Equal($"{missing} does not exist.", absent.Message);
        Assert.StartsWith(
            $"{Path.GetDirectoryName(missing)} cannot be read: ", directory.Message, StringComparison.Ordinal);
    }

    private async Task<List<CsvLine>> ReadAsync(string content) =>
        await ReadFileAsync(rig.WriteBytes("lieux.csv", Encoding.UTF8.GetBytes(content)));

    private static async Task<List<CsvLine>> ReadFileAsync(string path)
    {
        await using var file = await CsvFile.OpenAsync(path, Columns, TestContext.Current.CancellationToken);
        return await file.ReadLinesAsync(TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
    }
}
