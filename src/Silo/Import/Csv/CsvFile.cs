using System.Runtime.CompilerServices;
using System.Text.Unicode;
using CsvHelper;

namespace Scheduling.Silo.Import.Csv;

/// <summary>A CSV file (commas, UTF-8, perhaps a byte order mark), read forward once, a line at a time.</summary>
internal sealed class CsvFile : IAsyncDisposable
{
    // An unclosed quote makes one record of the rest of the file: this is where reading gives up.
    private const int MaxRecordBytes = 1 << 20;
    private const int BufferBytes = 1 << 16;

    private readonly Stream stream;
    private readonly CsvReader reader;
    private readonly Dictionary<long, CsvMalformedReason> malformed = [];

    private CsvFile(string path, Stream stream)
    {
        FilePath = path;
        this.stream = stream;
        reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            MaxRecordSize = MaxRecordBytes,
            OnMalformedRecord = record => malformed[record.LineNumber] = record.Reason,
        });
        Header = null!;
    }

    /// <summary>Where it lies, as the caller wrote it.</summary>
    public string FilePath { get; }

    /// <summary>The last part of the path.</summary>
    public string Name => Path.GetFileName(FilePath);

    /// <summary>Its first line.</summary>
    public CsvHeader Header { get; private set; }

    /// <summary>In bytes.</summary>
    public long Length => stream.Length;

    /// <summary>How many bytes of it were read so far.</summary>
    public long Position => Math.Min(reader.ByteOffset, Length);

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="UnreadableFileException">It cannot be opened or lacks a required column.</exception>
    public static async Task<CsvFile> OpenAsync(string path, CsvColumns columns, CancellationToken cancellationToken)
    {
        CsvFile? file = null;
        try
        {
            file = new CsvFile(path, OpenStream(path));
            await file.reader.ReadHeaderAsync(cancellationToken);
            file.Header = new CsvHeader(file.Name, [.. file.reader.Headers], columns);
            return file;
        }
        catch (Exception exception)
        {
            if (file is not null)
                await file.DisposeAsync();
            if (exception is CsvFormatException)
                throw new UnreadableFileException($"{path} is not a CSV file: its first line does not end.", exception);
            throw;
        }
    }

    /// <summary>The lines after the header; blank lines are left out.</summary>
    /// <exception cref="UnreadableFileException">A value of over a megabyte: a quote that never closes.</exception>
    public async IAsyncEnumerable<CsvLine> ReadLinesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await AdvanceAsync(cancellationToken))
        {
            var values = ImmutableArray.CreateBuilder<string>(reader.FieldCount);
            for (var index = 0; index < reader.FieldCount; index++)
                values.Add(reader.GetString(index));
            if (values.All(string.IsNullOrWhiteSpace))
                continue;
            var damage = Damage(values);
            yield return new CsvLine(Header, (int)reader.LineNumber, values.MoveToImmutable(), damage);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await reader.DisposeAsync();

    private async ValueTask<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException exception)
        {
            throw new UnreadableFileException(
                $"{Name} cannot be read from line {exception.LineNumber} on: a quoted value seems never to end.",
                exception);
        }
        catch (IOException exception)
        {
            throw new UnreadableFileException($"{Name} cannot be read further: {exception.Message}", exception);
        }
    }

    private string? Damage(IReadOnlyList<string> values)
    {
        if (malformed.Remove(reader.LineNumber, out var reason) && reason is not CsvMalformedReason.StrayQuote)
        {
            return reason is CsvMalformedReason.UnterminatedQuote
                ? "has a quoted value that never ends: what follows in the file was read as part of it"
                : "has text after the closing quote of a value";
        }

        if (!Utf8.IsValid(reader.RawRecord))
            return "is not UTF-8 text: save the file as UTF-8";
        var expected = Header.Names.Length;
        if (values.Count < expected || values.Skip(expected).Any(value => value.Length > 0))
            return $"has {values.Count} values where the header has {expected}";
        return null;
    }

    private static FileStream OpenStream(string path)
    {
        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.Asynchronous);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnreadableFileException($"{path} does not exist.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnreadableFileException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
