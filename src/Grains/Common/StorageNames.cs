namespace Scheduling.Grains.Common;

/// <summary>Names under which grain state is stored; they are part of the stored format.</summary>
public static class StorageNames
{
    /// <summary>The grain storage provider of every grain.</summary>
    public const string Scheduling = "scheduling";
}
