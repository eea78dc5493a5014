using NodaTime;
using Scheduling.Grains.Calendars;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Identity;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Demo;

/// <summary>
/// On an empty store in Development: loads the demo as soon as the server answers, and says where to click and what to
/// paste. Never on a store that has anything in it.
/// </summary>
internal sealed partial class DemoSeed(
    IGrainFactory grains, Store store, SchedulingSettings settings, TimeProvider clock, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
    : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger("Scheduling.Demo");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            if (!await store.IsEmptyAsync(stoppingToken))
                return;
            LogLoading();
            await new DemoWorld(grains).LoadAsync(stoppingToken);
            await Console.Out.WriteLineAsync(new DemoGreeting(settings, clock).Text);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop meanwhile; what was loaded stays.
        }
        catch (Exception failure)
        {
            // The server is of use without the demo.
            LogFailed(failure);
        }
    }

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(LogLevel.Information, "The store is empty: loading the demo (--Demo:Seed=false starts empty)")]
    private partial void LogLoading();

    [LoggerMessage(LogLevel.Error, "The demo could not be loaded completely")]
    private partial void LogFailed(Exception failure);
}

/// <summary>What a developer reads after the first start.</summary>
internal sealed class DemoGreeting(SchedulingSettings settings, TimeProvider clock)
{
    /// <summary>Where to click, tokens, and a request to paste.</summary>
    public string Text
    {
        get
        {
            var url = settings.Urls[0].TrimEnd('/');
            var start = NextWorkday(clock.GetUtcNow());
            var screen = Token("--role", "DISPLAY");
            return $$"""

                The demo is loaded: communes of the Indre with their rooms, two networks, four advisors.

                  GraphQL IDE  {{url}}/graphql
                  Dashboard    {{url}}/orleans?access_token=ADMIN-TOKEN
                  Board        {{url}}/board?inseeCode={{DemoWorld.Ardentes.InseeCode}}#token={{screen}}

                Tokens, valid for 8 hours:
                  ADMIN
                    {{Token("--role", "ADMIN")}}
                  ADVISOR Camille of La Poste ({{DemoWorld.Camille}})
                    {{Token("--role", "ADVISOR", "--advisor", DemoWorld.Camille.Value)}}
                  ADVISOR Sofiane of Emmaüs Connect ({{DemoWorld.Sofiane}})
                    {{Token("--role", "ADVISOR", "--advisor", DemoWorld.Sofiane.Value)}}
                  MANAGER of the town hall of Ardentes ({{DemoWorld.Ardentes}})
                    {{Token("--role", "MANAGER", "--organization", DemoWorld.Ardentes.Value)}}
                  DISPLAY, the screen in the entrance
                    {{screen}}

                Paste this to book the "Petite salle" of Ardentes for a workshop of eight:

                  curl -s {{url}}/graphql -H 'Content-Type: application/json' \
                    -H "Authorization: Bearer {{Token("--role", "ADVISOR", "--advisor", DemoWorld.Camille.Value)}}" \
                    -d '{"query":"mutation { bookRoom(input: { roomId: \"{{DemoWorld.PetiteSalle}}\", period: { start: \"{{start:yyyy-MM-dd}}T13:30:00Z\", end: \"{{start:yyyy-MM-dd}}T15:00:00Z\" }, seats: 8, advisorId: \"{{DemoWorld.Camille}}\", title: \"Premiers pas sur internet\" }) { booking { id status period { start end } } errors { code message } } }"}'

                """;
        }
    }

    private const string Indre = "36";

    private static DateTimeOffset NextWorkday(DateTimeOffset now)
    {
        var day = now.AddDays(7);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || DaysOff.On(LocalDate.FromDateTime(day.Date), Indre) is not null)
            day = day.AddDays(1);
        return day;
    }

    private string Token(params string[] arguments) =>
        TokenCommand.Sign(TokenArguments.Parse(arguments), DevelopmentKey.LoadOrCreate(DevelopmentKey.PathFor(settings)), clock);
}
