using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scheduling.Silo.Tests.Deployment;

/// <summary>A value in a YAML file, by its path.</summary>
internal static class Yaml
{
    /// <summary>The file's one document, anchors and merges (<c>&lt;&lt;</c>) resolved.</summary>
    public static YamlNode Load(string path)
    {
        using var text = new StringReader(Repository.Read(path));
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(text)));
        return stream.Documents.Single().RootNode;
    }

    /// <summary>What lies at the end of the path, whose parts are keys or positions.</summary>
    public static YamlNode At(this YamlNode node, params string[] path) => path.Aggregate(node, (reached, part) =>
        reached is YamlSequenceNode list ? list[int.Parse(part, CultureInfo.InvariantCulture)] : reached[part]);

    /// <summary>The scalar at the end of the path.</summary>
    public static string Text(this YamlNode node, params string[] path) => ((YamlScalarNode)node.At(path)).Value!;

    /// <summary>The keys and values of a mapping.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode node) =>
        ((YamlMappingNode)node).Children.Select(child => (((YamlScalarNode)child.Key).Value!, child.Value));

    /// <summary>The entries of a list.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode node) => (YamlSequenceNode)node;
}
