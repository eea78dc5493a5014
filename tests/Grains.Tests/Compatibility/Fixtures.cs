using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace Scheduling.Grains.Tests.Compatibility;

/// <summary>
/// Stored records of every format there was: <c>vN/NAME.bin</c> with the bytes, <c>vN/NAME.txt</c> with what they say. A
/// type is in a version only when its form changed there. Never edited once released.
/// </summary>
internal static class Fixtures
{
    private static readonly OrleansGrainStorageSerializer Storage = new(new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(StoredTypes.Product))
        .BuildServiceProvider().GetRequiredService<Serializer>());

    private static readonly string Root = Folder();

    /// <summary>Versions and names, oldest first.</summary>
    public static IEnumerable<(int Version, string Name)> All =>
        from folder in System.IO.Directory.GetDirectories(Root, "v*")
        let version = int.Parse(Path.GetFileName(folder).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture)
        from file in System.IO.Directory.GetFiles(folder, "*.bin")
        orderby version, file
        select (version, Path.GetFileNameWithoutExtension(file));

    /// <summary>As the product's grain storage writes it.</summary>
    public static byte[] Write(object value) => ((BinaryData)Method(nameof(Storage.Serialize), value.GetType())
        .Invoke(Storage, [value])!).ToArray();

    public static object Read(Type type, byte[] bytes) => Method(nameof(Storage.Deserialize), type)
        .Invoke(Storage, [BinaryData.FromBytes(bytes)])!;

    public static byte[] Bytes(int version, string name) => File.ReadAllBytes(PathOf(version, name, "bin"));

    public static string Text(int version, string name) => File.ReadAllText(PathOf(version, name, "txt"));

    public static void Save(int version, string name, byte[] bytes, string text)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(PathOf(version, name, "bin"))!);
        File.WriteAllBytes(PathOf(version, name, "bin"), bytes);
        File.WriteAllText(PathOf(version, name, "txt"), text);
    }

    // Of the very type: a record stored as an object carries its type's name.
    private static MethodInfo Method(string name, Type type) =>
        typeof(OrleansGrainStorageSerializer).GetMethod(name)!.MakeGenericMethod(type);

    private static string PathOf(int version, string name, string extension) =>
        Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"v{version}"), $"{name}.{extension}");

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
