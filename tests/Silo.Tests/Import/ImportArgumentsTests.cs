using Scheduling.Silo.Import;

namespace Scheduling.Silo.Tests.Import;

public class ImportArgumentsTests
{
    [Fact]
    public void TryParse_EveryOption_IsRead()
    {
        var arguments = Parse("lieux.csv --owner 36005 --rooms salles.csv --dry-run --report r.csv");

        Assert.Equal("lieux.csv", arguments.VenuesFile);
        Assert.Equal("36005", arguments.OwnerId);
        Assert.Equal("salles.csv", arguments.RoomsFile);
        Assert.Equal("r.csv", arguments.ReportFile);
        Assert.True(arguments.DryRun);
        Assert.Empty(arguments.HostArguments);
    }

    [Fact]
    public void TryParse_OptionsFirstAndWithEqualsSigns_AreRead()
    {
        var arguments = Parse("--owner=36005 --rooms=salles.csv lieux.csv");

        Assert.Equal(
            ("lieux.csv", "36005", "salles.csv"), (arguments.VenuesFile, arguments.OwnerId, arguments.RoomsFile));
        Assert.False(arguments.DryRun);
        Assert.Null(arguments.ReportFile);
    }

    [Fact]
    public void TryParse_SettingsOfTheHost_ArePassedOn()
    {
        var arguments = Parse(
            "lieux.csv --Storage:Provider PostgreSql --owner 36005 --ConnectionStrings:Scheduling=Host=x "
            + "--environment Production");

        Assert.Equal("lieux.csv", arguments.VenuesFile);
        Assert.Equal(
            [
                "--Storage:Provider", "PostgreSql", "--ConnectionStrings:Scheduling=Host=x", "--environment", "Production",
            ],
            arguments.HostArguments);
    }

    [Theory]
    [InlineData("", "The file to import is missing.")]
    [InlineData("--owner 36005", "The file to import is missing.")]
    [InlineData("lieux.csv", "--owner is missing: name the municipality or network that owns the venues.")]
    [InlineData("lieux.csv salles.csv --owner 36005", "One file is imported at a time: 'salles.csv' is one too many.")]
    [InlineData("lieux.csv --owner", "--owner lacks its value.")]
    [InlineData("lieux.csv --owner=", "--owner lacks its value.")]
    [InlineData("lieux.csv --owner --dry-run", "--owner lacks its value.")]
    [InlineData("lieux.csv --owner 36005 --owner 36044", "--owner is given twice.")]
    [InlineData("lieux.csv --owner 36005 --dry-run=yes", "--dry-run takes no value.")]
    [InlineData("lieux.csv --owner 36005 --dryrun", "The option '--dryrun' is unknown.")]
    [InlineData("lieux.csv --owner 36005 --Storage:Provider", "--Storage:Provider lacks its value.")]
    public void TryParse_WrongUsage_SaysWhatInOneLine(string commandLine, string error)
    {
        var parsed = ImportArguments.TryParse(Split(commandLine), out _, out var found);

        Assert.False(parsed);
        Assert.Equal(error, found);
    }

    private static ImportArguments Parse(string commandLine)
    {
        Assert.True(ImportArguments.TryParse(Split(commandLine), out var arguments, out var error), error);
        return arguments;
    }

    private static string[] Split(string commandLine) => commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
