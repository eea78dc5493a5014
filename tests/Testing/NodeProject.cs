using System.Diagnostics;
using System.Reflection;

namespace Scheduling.Testing;

/// <summary>
/// The npm project beside these fixtures. Its packages are installed once; without Node the tests fail.
/// </summary>
internal static class NodeProject
{
    private static readonly string s_folder = typeof(NodeProject).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NodeProject").Value!;

    private static readonly Lazy<bool> s_installed = new(Install);

    /// <summary>Runs a script of the project, its streams open to the caller.</summary>
    public static Process Start(string script, params string[] arguments) => s_installed.Value
        ? Run("node", [script, .. arguments])
        : throw new InvalidOperationException("The npm project is not installed.");

    // Test modules may run side by side, and npm cannot install into one folder twice at once.
    private static bool Install()
    {
        using var alone = new Mutex(initiallyOwned: false, "scheduling-tests-npm");
        alone.WaitOne();
        try
        {
            var installed = new FileInfo(Path.Combine(s_folder, "node_modules", ".package-lock.json"));
            if (installed.Exists
                && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(s_folder, "package-lock.json")))
                return true;
            using var npm = Run("npm", ["ci"]);
            var errors = npm.StandardError.ReadToEndAsync();
            npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 ? true : throw new InvalidOperationException($"npm ci failed: {errors.Result}");
        }
        finally
        {
            alone.ReleaseMutex();
        }
    }

    private static Process Run(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = s_folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
