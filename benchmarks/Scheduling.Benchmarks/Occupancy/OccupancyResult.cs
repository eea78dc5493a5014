using System.Globalization;

namespace Scheduling.Benchmarks.Occupancy;

/// <summary>What was measured, and what has to hold of it.</summary>
/// <param name="Options">How much was measured.</param>
/// <param name="Product">The real program's figures.</param>
/// <param name="Bare">Those of the bare server.</param>
/// <param name="Behind">How many subscribers do not have the latest of every room.</param>
/// <param name="MessageLength">Bytes of a message.</param>
internal sealed record OccupancyResult(OccupancyOptions Options, ServerFigures Product, ServerFigures Bare, int Behind, int MessageLength)
{
    private const double Percentile99Max = 250;
    private const double RatioMax = 3;
    private const double MemoryMax = 40;

    /// <summary>How many times the bare server's time passes until the last subscriber has a change.</summary>
    public double Ratio => Product.Waits.Last / Bare.Waits.Last;

    /// <summary>Prints the table and a verdict on each requirement.</summary>
    /// <returns>True when all are met.</returns>
    public bool Print(TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant(
            $"Live occupancy: {Options.Subscribers:N0} subscribers of one venue, {Options.Rounds} changes, {MessageLength} bytes a message"));
        output.WriteLine();
        output.WriteLine("from the change sent        p50       p99      last   first to last   processor   idle subscriber   resident");
        output.WriteLine(Row("scheduling", Product));
        output.WriteLine(Row("bare broadcast", Bare));
        output.WriteLine(FormattableString.Invariant(
            $"{"ratio",-22}{Product.Waits.Median / Bare.Waits.Median,9:0.0}{Product.Waits.Percentile99 / Bare.Waits.Percentile99,10:0.0}{Ratio,10:0.0}{Product.Waits.Spread / Bare.Waits.Spread,16:0.0}{Product.Work / Bare.Work,12:0.0}{Product.Idle.Used / Bare.Idle.Used,18:0.0}{Product.Idle.Resident / Bare.Idle.Resident,11:0.0}"));
        output.WriteLine();
        var p99 = Product.Waits.Percentile99.TotalMilliseconds;
        bool[] met =
        [
            Judge(output, Behind == 0, $"every subscriber has every room's latest state: {Options.Subscribers - Behind:N0} of {Options.Subscribers:N0} have"),
            Judge(output, p99 <= Percentile99Max, $"99 of 100 within {Percentile99Max} ms: {p99:0} ms"),
            Judge(output, Ratio <= RatioMax, $"the last within {RatioMax} times the bare broadcast's: {Ratio:0.0} times"),
            Judge(output, Kilobytes(Product.Idle.Used) < MemoryMax, $"an idle subscriber under {MemoryMax} KB: {Kilobytes(Product.Idle.Used):0.0} KB"),
        ];
        return met.All(each => each);
    }

    private static string Row(string name, ServerFigures server) => FormattableString.Invariant(
        $"{name,-22}{Milliseconds(server.Waits.Median)}{Milliseconds(server.Waits.Percentile99),10}{Milliseconds(server.Waits.Last),10}{Milliseconds(server.Waits.Spread),16}{Milliseconds(server.Work),12}{Kilobytes(server.Idle.Used),15:0.0} KB{Kilobytes(server.Idle.Resident),8:0.0} KB");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds,6:0} ms");

    private static double Kilobytes(double bytes) => bytes / 1024;

    private static bool Judge(TextWriter output, bool isMet, FormattableString what)
    {
        output.WriteLine($"{(isMet ? "met" : "not met"),-9}{FormattableString.Invariant(what)}");
        return isMet;
    }
}
