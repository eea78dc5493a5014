using Microsoft.Playwright;

namespace Scheduling.Board.Tests;

/// <summary>Links that cannot work say in plain words what to do.</summary>
public sealed class LinkTests(Stage stage)
{
    private const string GetAToken = "token --role DISPLAY --valid-for P90D";

    [Theory]
    [InlineData("board#token={token}", "This link does not say what to show", "?inseeCode=")]
    [InlineData("board?venue=a&inseeCode=b#token={token}", "This link does not say what to show", "?inseeCode=")]
    [InlineData("board?venue=nonsense#token={token}", "There is no such venue", "?venue=")]
    [InlineData("board?inseeCode=3#token={token}", "This commune is not registered", "?inseeCode=")]
    [InlineData("board?venue=venue-00000000000000000000#token={token}", "There is no such venue", "?venue=")]
    [InlineData("board?inseeCode=99999#token={token}", "This commune is not registered", "?inseeCode=")]
    [InlineData("board?inseeCode=36005", "The token is missing in this link", GetAToken)]
    [InlineData("board?inseeCode=36005#token=expired", "The token in this link has expired or is not valid", GetAToken)]
    public async Task Board_LinkThatCannotWork_SaysWhatToDo(string link, string title, string advice)
    {
        await using var screen = await stage.ScreenAsync("en-GB");

        await screen.GoAsync(link.Replace("{token}", stage.Tokens.Sign("DISPLAY"), StringComparison.Ordinal));

        await Expect(screen.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
        await Expect(screen.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(advice);
        Assert.Empty(await screen.BarriersAsync());
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task Board_TokenPutRightInTheLink_ShowsTheRooms()
    {
        var hall = await Hall.FoundAsync(stage);
        await using var screen = await stage.ScreenAsync();
        await screen.GoAsync($"board?venue={hall.Venue}#token=expired");
        await Expect(screen.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("a expiré");

        await screen.GoAsync(hall.VenueLink);

        await Expect(screen.Rooms).ToHaveCountAsync(3);
    }
}
