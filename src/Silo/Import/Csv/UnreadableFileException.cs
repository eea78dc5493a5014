namespace Scheduling.Silo.Import.Csv;

/// <summary>A file cannot be read or written at all; the message is one sentence for the person who gave it.</summary>
internal sealed class UnreadableFileException : Exception
{
    public UnreadableFileException()
    {
    }

    public UnreadableFileException(string message)
        : base(message)
    {
    }

    public UnreadableFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
