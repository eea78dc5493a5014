using Microsoft.Playwright;

namespace Scheduling.Board.Tests;

/// <summary>Two screens of one commune, and what they show while things happen.</summary>
public sealed class LiveTests(Stage stage)
{
    [Fact]
    public async Task Board_BookedAndCheckedInOverTheApi_ShowsItOnBothScreensWithoutReload()
    {
        var hall = await Hall.FoundAsync(stage);
        await using var french = await stage.ScreenAsync("fr-FR");
        await using var english = await stage.ScreenAsync("en-GB", Look.Phone);
        await french.GoAsync(hall.VenueLink);
        await english.GoAsync(hall.CommuneLink);
        await Expect(french.Room("Petite salle").Locator(".state")).ToHaveTextAsync("Libre");
        await Expect(english.Room("Petite salle").Locator(".state")).ToHaveTextAsync("Free");
        await french.Page.EvaluateAsync("window.notReloaded = true");
        await english.Page.EvaluateAsync("window.notReloaded = true");

        var booking = await hall.BookAsync(hall.Post, "Petite salle", inMinutes: 10, minutes: 60, seats: 5);

        await Expect(french.Room("Petite salle").Locator("li.busy")).ToContainTextAsync("réservée, La Poste, 5 sur 8 places");
        await Expect(english.Room("Petite salle").Locator("li.busy")).ToContainTextAsync("reserved, La Poste, 5 of 8 seats");

        await hall.CheckInAsync(booking, people: 5);

        await Expect(french.Room("Petite salle").Locator(".state")).ToHaveTextAsync("Occupée");
        await Expect(french.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Petite salle: Occupée, La Poste, jusqu’à");
        await Expect(english.Room("Petite salle").Locator(".state")).ToHaveTextAsync("Occupied");
        await Expect(english.Room("Petite salle").Locator(".network")).ToHaveTextAsync("La Poste");
        await Expect(english.Room("Petite salle").Locator(".seats")).ToHaveTextAsync("5 of 8 seats");
        foreach (var screen in new[] { french, english })
        {
            Assert.True(await screen.Page.EvaluateAsync<bool>("window.notReloaded"));
            await AssertDiscreetAsync(screen, hall);
        }
    }

    [Fact]
    public async Task Board_OfACommune_GroupsRoomsByVenueInTheVenuesTime()
    {
        var hall = await Hall.FoundAsync(stage);
        await using var screen = await stage.ScreenAsync("en-GB");

        await screen.GoAsync(hall.CommuneLink);

        await Expect(screen.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Ardentes");
        await Expect(screen.Page.GetByRole(AriaRole.Region, new() { Name = "Mairie d’Ardentes" }).GetByRole(AriaRole.Article)).ToHaveCountAsync(3);
        await Expect(screen.Page.GetByRole(AriaRole.Region, new() { Name = "Médiathèque George-Sand" }).GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
        // It is noon there; in the browser's zone it never is when the tests run.
        await Expect(screen.Room("Petite salle").Locator(".until")).ToHaveTextAsync("until 20:00");
        Assert.Contains((await screen.Page.Locator("#clock").InnerTextAsync())[..2], new[] { "12", "13" });
        Assert.Equal(["8", "10"], (await screen.Room("Petite salle").Locator(".ticks span").AllTextContentsAsync()).Take(2));
        // Its first days are still to come.
        await Expect(screen.Page.GetByRole(AriaRole.Region, new() { Name = "The last 30 days" })).ToContainTextAsync("The rooms were not open.");
    }

    // A screen hangs in public: its link's token goes to no address, and nobody's name comes to it.
    private async Task AssertDiscreetAsync(Screen screen, Hall hall)
    {
        var everything = await screen.EverythingAsync();
        Assert.Contains("La Poste", everything, StringComparison.Ordinal);
        Assert.Contains("occupancyChanged", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Hall.Advisor, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Hall.Title, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("booking-", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("advisor", everything, StringComparison.OrdinalIgnoreCase);
        var home = new Uri(screen.Page.Url).Authority;
        Assert.All(screen.Requests, request => Assert.Equal(home, new Uri(request).Authority));
        Assert.All(screen.Requests, request => Assert.DoesNotContain(hall.Token, request.Split('#')[0], StringComparison.Ordinal));
        Assert.DoesNotContain(hall.Token, stage.Server.Silo.Log, StringComparison.Ordinal);
        Assert.Empty(screen.Complaints);
    }
}
