namespace Scheduling.Silo.Import;

/// <summary>How many lines of a file came out how.</summary>
internal sealed class ImportTally
{
    public int Added { get; private set; }

    public int Changed { get; private set; }

    public int Unchanged { get; private set; }

    public int Rejected { get; private set; }

    /// <summary>Imported lines with at least one warning.</summary>
    public int WithWarnings { get; private set; }

    /// <summary>Counts a line.</summary>
    public void Count(LineOutcome outcome)
    {
        switch (outcome.Outcome)
        {
            case Upserted.Added:
                Added++;
                break;
            case Upserted.Changed:
                Changed++;
                break;
            case Upserted.Unchanged:
                Unchanged++;
                break;
            default:
                Rejected++;
                return;
        }

        if (outcome.Warnings.Count > 0)
            WithWarnings++;
    }

    /// <summary>The counts, in the order of the contract.</summary>
    public override string ToString() =>
        $"{Added} added, {Changed} changed, {Unchanged} unchanged, {Rejected} rejected"
        + (WithWarnings > 0 ? $", {WithWarnings} with warnings" : "");
}
