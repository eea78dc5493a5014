using Scheduling.Silo.Audit;
using Scheduling.Silo.Backup;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Identity;
using Scheduling.Silo.Import;
using Scheduling.Silo.Storage;
using Spectre.Console;

try
{
    var (command, options) = CommandLine.Split(args);
    return command switch
    {
        null => await ServeAsync(options),
        "import" => await ImportCommand.RunAsync(
            options, ImportConnection.OpenAsync, AnsiConsole.Console, Console.Error, CancellationToken.None),
        "backup" => await BackupCommand.RunAsync(options, Console.Out),
        "audit" => await AuditCommand.RunAsync(options, Console.Out, Console.Error),
        "token" => TokenCommand.Run(options, Console.Out, TimeProvider.System),
        _ => throw CommandLine.Unknown(command),
    };
}
catch (StartupException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Line);
    return refusal.ExitCode;
}

static async Task<int> ServeAsync(string[] args)
{
    KnownSettings.RefuseUnknownArguments(args);
    var builder = ServerHost.CreateBuilder(args);
    var settings = SettingsReader.Read(builder.Configuration, builder.Environment);
    using var files = FileSizeSignal.PassOver();
    var ports = SiloPorts.Choose(settings);
    await using var store = await Store.OpenAsync(settings, ports);

    builder.AddSchedulingServer(settings, store, ports);

    await using var app = builder.Build();
    app.UseSchedulingServer();
    try
    {
        await app.RunAsync();
    }
    catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
    {
        // Told to stop while it was still starting: that is no failure.
    }

    return 0;
}
