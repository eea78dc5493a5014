using System.Collections.Frozen;
using System.Net.Mime;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Scheduling.Api.Board;

/// <summary>One of the board's files as it is sent.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">What they are.</param>
/// <param name="Tag">Changes with the content, so a browser keeps the file until then.</param>
internal sealed record BoardFile(byte[] Content, string ContentType, EntityTagHeaderValue Tag);

/// <summary>The board's files, which are part of this assembly as they were written: nothing is bundled or translated.</summary>
internal static class BoardFiles
{
    private const string Prefix = "board/";

    private static readonly FrozenDictionary<string, BoardFile> s_files = Read();

    /// <summary>The file of this name; null when there is none.</summary>
    public static BoardFile? Find(string? name) => name is null ? null : s_files.GetValueOrDefault(name);

    private static FrozenDictionary<string, BoardFile> Read()
    {
        var types = new FileExtensionContentTypeProvider();
        var assembly = typeof(BoardFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[Prefix.Length..], resource =>
            {
                using var content = new MemoryStream();
                assembly.GetManifestResourceStream(resource)!.CopyTo(content);
                var bytes = content.ToArray();
                var type = types.TryGetContentType(resource, out var known) ? known : MediaTypeNames.Application.Octet;
                var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
                return new BoardFile(bytes, type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type, tag);
            }, StringComparer.Ordinal);
    }
}
