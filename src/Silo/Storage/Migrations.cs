using System.Runtime.ExceptionServices;
using DbUp.Builder;

namespace Scheduling.Silo.Storage;

/// <summary>
/// The scripts under <c>Storage/Scripts</c>, run in the order of their names, each once and in a transaction of its
/// own. They only go forward: a script that was released is never changed, a new one follows it. The caller keeps other
/// processes out.
/// </summary>
internal static class Migrations
{
    /// <summary>The table that remembers which have run.</summary>
    public const string Journal = "schema_migrations";

    /// <summary>Runs the scripts that this database has not seen.</summary>
    /// <param name="target">The database and its journal.</param>
    /// <param name="folder">The folder of its scripts.</param>
    public static void Run(UpgradeEngineBuilder target, string folder)
    {
        var assembly = typeof(Migrations).Assembly;
        var prefix = $"{typeof(Migrations).Namespace}.Scripts.{folder}.";
        var result = target
            .WithScriptsEmbeddedInAssembly(assembly, name => name.StartsWith(prefix, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            ExceptionDispatchInfo.Throw(result.Error);
    }
}
