using Microsoft.Playwright;

namespace Scheduling.Board.Tests;

/// <summary>How it looks, kept as pictures, and whether everybody can read it.</summary>
public sealed class LookTests(Stage stage)
{
    [Fact]
    public async Task Board_OnEveryKindOfScreen_HasNoBarriersAndFits()
    {
        var hall = await Hall.FoundAsync(stage);
        await hall.LiveAsync();

        foreach (var (name, locale, look, link) in new[]
        {
            ("desktop-fr", "fr-FR", Look.Television, hall.VenueLink),
            ("desktop-en", "en-GB", Look.Television, hall.VenueLink),
            ("commune-fr", "fr-FR", Look.Television, hall.CommuneLink),
            ("dark-fr", "fr-FR", Look.Dark, hall.CommuneLink),
            ("phone-fr", "fr-FR", Look.Phone, hall.CommuneLink),
            ("phone-dark-en", "en-GB", Look.Phone with { Scheme = ColorScheme.Dark }, hall.VenueLink),
        })
        {
            await using var screen = await stage.ScreenAsync(locale, look);
            await screen.WithMonthAsync(Month);
            await screen.GoAsync(link);
            await Expect(screen.Room("Salle du conseil")).ToHaveAttributeAsync("data-state", "OCCUPIED");
            await Expect(screen.Page.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
            await Expect(screen.Page.Locator("#month-text")).ToHaveTextAsync(locale == "en-GB"
                ? "50% of the opening hours were booked, and 25% used."
                : "50 % des heures d’ouverture ont été réservées, et 25 % utilisées.");
            await Expect(screen.Page.Locator("html")).ToHaveAttributeAsync("lang", locale[..2]);

            await screen.KeepAsync(name);
            Assert.Empty(await screen.BarriersAsync());
            Assert.Equal(look.Width, await screen.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            if (look.Width == Look.Television.Width)
                Assert.Equal(look.Height, await screen.Page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
            Assert.Empty(screen.Complaints);
        }
    }

    [Fact]
    public async Task Board_MonthCannotBeHad_ShowsTheRoomsWithoutIt()
    {
        var hall = await Hall.FoundAsync(stage);
        await using var screen = await stage.ScreenAsync();
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await screen.WithMonthAsync(() =>
        {
            refused.TrySetResult();
            return new { errors = new[] { new { message = "no", extensions = new { code = "INTERNAL" } } } };
        });

        await screen.GoAsync(hall.VenueLink);

        await Expect(screen.Rooms).ToHaveCountAsync(3);
        await refused.Task;
        await Expect(screen.Page.GetByRole(AriaRole.Img)).ToHaveCountAsync(0);
        await Expect(screen.Banner).ToBeHiddenAsync();
        Assert.Empty(screen.Complaints);
    }

    // Four working days, each less used than the one before, and one closed; half of the hours booked, and half of those used.
    private static object Month() => new
    {
        data = new
        {
            utilization = new
            {
                rows = Enumerable.Range(0, 30).Select(day => new
                {
                    from = $"2027-03-{day + 1:00}",
                    openHours = day % 5 == 4 ? 0 : 40,
                    bookedHours = day % 5 == 4 ? 0 : 32 - (day % 5 * 8),
                    usedHours = day % 5 == 4 ? 0 : 16 - (day % 5 * 4),
                }),
            },
        },
    };
}
