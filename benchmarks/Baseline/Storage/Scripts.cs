namespace Scheduling.Baseline.Storage;

/// <summary>Scripts that are part of the program.</summary>
internal static class Scripts
{
    /// <summary>The text of one.</summary>
    public static string Read(string name)
    {
        var type = typeof(Scripts);
        using var stream = type.Assembly.GetManifestResourceStream($"{type.Namespace}.{name}")
            ?? throw new InvalidOperationException($"{name} is not part of the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
