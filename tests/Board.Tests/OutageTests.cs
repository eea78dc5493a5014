namespace Scheduling.Board.Tests;

/// <summary>The network is cut, the server dies: the board says how old it is, and comes back by itself.</summary>
public sealed class OutageTests(Stage stage)
{
    [Fact]
    public async Task Board_NetworkCutAndBack_SaysHowOldItIsThenReadsEverythingAnew()
    {
        var hall = await Hall.FoundAsync(stage);
        await hall.LiveAsync();
        await using var screen = await stage.ScreenAsync("en-GB");
        await screen.Page.Clock.InstallAsync();
        await screen.GoAsync(hall.VenueLink);
        await Expect(screen.Room("Salle du conseil").Locator(".state")).ToHaveTextAsync("Occupied");
        await Expect(screen.Page.Locator("#month-text")).ToBeVisibleAsync();

        await screen.CutAsync(true);
        await Expect(screen.Banner).ToContainTextAsync("No connection. State of ");
        await screen.Page.Clock.FastForwardAsync("00:03:00");
        await Expect(screen.Banner).ToContainTextAsync("3 minutes ago");
        await Expect(screen.Room("Salle du conseil").Locator(".state")).ToHaveTextAsync("Occupied");
        await screen.KeepAsync("offline-en");
        Assert.Empty(await screen.BarriersAsync());
        await screen.Page.Clock.FastForwardAsync("02:00:00");
        await Expect(screen.Room("Salle du conseil").Locator(".state")).ToHaveTextAsync("Not known");
        await Expect(screen.Room("Bureau des permanences").Locator(".state")).ToHaveTextAsync("Free");
        await screen.KeepAsync("offline-not-known-en");
        await hall.BookAsync(hall.Emmaus, "Bureau des permanences", inMinutes: 20, minutes: 30, seats: 2);
        await screen.CutAsync(false);

        await Expect(screen.Banner).ToBeHiddenAsync();
        await Expect(screen.Room("Salle du conseil").Locator(".state")).ToHaveTextAsync("Occupied");
        await Expect(screen.Room("Bureau des permanences").Locator("li.busy")).ToContainTextAsync("Emmaüs Connect");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task Board_ServerKilledAndStartedAgain_FollowsItAgain()
    {
        var hall = await Hall.FoundAsync(stage);
        await using var screen = await stage.ScreenAsync();
        await screen.GoAsync(hall.VenueLink);
        await Expect(screen.Room("Petite salle").Locator(".state")).ToHaveTextAsync("Libre");
        await screen.Page.EvaluateAsync("window.notReloaded = true");

        await stage.WithoutServerAsync(() => Expect(screen.Banner).ToContainTextAsync("Pas de connexion. État de "));

        await Expect(screen.Banner).ToBeHiddenAsync();
        hall = hall.On(stage.Server);
        await hall.CheckInAsync(await hall.BookAsync(hall.Post, "Petite salle", inMinutes: 5, minutes: 30, seats: 4), people: 4);
        await Expect(screen.Room("Petite salle").Locator(".state")).ToHaveTextAsync("Occupée");
        Assert.True(await screen.Page.EvaluateAsync<bool>("window.notReloaded"));
        Assert.Empty(screen.Complaints);
    }
}
