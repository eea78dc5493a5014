using CsvHelper;

namespace Scheduling.Silo.Import.Csv;

/// <summary>A CSV file that the import writes beside its input; an earlier one is overwritten.</summary>
internal sealed class CsvReport : IAsyncDisposable
{
    private readonly CsvWriter writer;
    private readonly bool keepEmpty;

    /// <summary>Creates the file with its header.</summary>
    /// <exception cref="UnreadableFileException">It cannot be created.</exception>
    public CsvReport(string path, IEnumerable<string> header, bool keepEmpty)
    {
        FilePath = path;
        this.keepEmpty = keepEmpty;
        try
        {
            writer = CsvWriter.ToFile(path, new CsvWriterOptions { NewLine = "\n", ValidateFieldCount = false });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnreadableFileException(
                $"{path} cannot be written: {exception.Message} Name another place with --report.", exception);
        }

        writer.WriteRecord(header.ToArray());
    }

    /// <summary>Where it lies.</summary>
    public string FilePath { get; }

    /// <summary>How many lines it holds so far, the header not counted.</summary>
    public long Lines { get; private set; }

    /// <summary>Adds a line.</summary>
    public async Task WriteAsync(IEnumerable<string> values, CancellationToken cancellationToken)
    {
        Lines++;
        await writer.WriteRecordAsync(values.ToArray(), cancellationToken);
    }

    /// <summary>Closes the file, and deletes it again when it holds nothing and nobody asked for it by name.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        if (Lines == 0 && !keepEmpty)
            File.Delete(FilePath);
    }
}
