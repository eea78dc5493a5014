using Scheduling.Silo.Hosting;
using Scheduling.Silo.Identity;
using Scheduling.Silo.Storage;

try
{
    return args switch
    {
        ["token", .. var options] => TokenCommand.Run(options, Console.Out, TimeProvider.System),
        _ => await ServeAsync(args),
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
    var ports = SiloPorts.Choose(settings);
    await using var store = await Store.OpenAsync(settings, ports);

    builder.AddSchedulingServer(settings, store, ports);

    await using var app = builder.Build();
    app.UseSchedulingServer();
    await app.RunAsync();
    return 0;
}
