namespace Scheduling.Testing;

/// <summary>Programs of this solution.</summary>
public static class BuiltProgram
{
    /// <summary>The solution's folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The running program does not lie in it.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>A program as the running one's configuration built it.</summary>
    /// <param name="project">The folder of its project, below the solution's.</param>
    /// <param name="name">Its file's name.</param>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    public static string Find(string project, string name)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);

        // bin/CONFIGURATION/FRAMEWORK, as the running one's own.
        var (framework, configuration) = (own.Name, own.Parent!.Name);
        var program = Path.Combine(Root, project, "bin", configuration, framework, name);
        return File.Exists(program) ? program : throw new FileNotFoundException("The program is not built.", program);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Scheduling.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Scheduling.sln.");
    }
}
