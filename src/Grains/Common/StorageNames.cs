namespace Scheduling.Grains.Common;

/// <summary>The names under which grains ask for storage.</summary>
public static class StorageNames
{
    /// <summary>The one grain storage: what is written there is durable when the write returns.</summary>
    public const string Scheduling = "scheduling";
}
