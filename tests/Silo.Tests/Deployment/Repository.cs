namespace Scheduling.Silo.Tests.Deployment;

/// <summary>The files the tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>The full path of a file of the repository.</summary>
    public static string File(string path) => Path.Combine(Root, path);

    /// <summary>What is in a file of the repository.</summary>
    public static string Read(string path) => System.IO.File.ReadAllText(File(path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Scheduling.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Scheduling.sln.");
    }
}
