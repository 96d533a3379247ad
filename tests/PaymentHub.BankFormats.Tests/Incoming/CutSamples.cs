using System.Text;
using PaymentHub.BankFormats.Incoming;
using Shouldly;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>
/// Lengths, from and to, at which what is left of a file is no cut file to any reader, what it then is, and why.
/// </summary>
/// <param name="Reason">The only reason it is refused for; null where it is accepted as a whole file.</param>
internal sealed record CutStretch(int From, int To, string? Reason, string Why);

/// <summary>A good file that is cut at every byte.</summary>
internal sealed record CutSample(string Name, byte[] Bytes, params CutStretch[] Stretches)
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    /// <summary>One sample of every format and of every bank's table.</summary>
    public static IReadOnlyList<CutSample> All { get; } =
    [
        Text("MT940", IncomingSamples.Swift, After(IncomingSamples.Swift, ":62F:C261102VND1000000,",
            "without blocks, a statement ends with its closing balance")),
        Text("BAI2", IncomingSamples.Bai2, LineEnd(IncomingSamples.Bai2)),
        Text("camt", IncomingSamples.Camt),
        .. Instructions(),
        .. Tables(),
    ];

    /// <summary>Cuts the sample at every byte and compares what is said of what is left.</summary>
    public void Check(InspectionOptions options)
    {
        Inspected.Of(Bytes, options).Outcome.Verdict.ShouldBe(Verdict.Accept, Name);
        foreach (var stretch in Stretches) (stretch.From <= stretch.To && stretch.To < Bytes.Length).ShouldBeTrue();
        for (var length = 1; length < Bytes.Length; length++)
        {
            var stretch = Stretches.FirstOrDefault(s => length >= s.From && length <= s.To);
            var found = Inspected.Of(Bytes[..length], options);
            string[] expected = stretch is null ? [FileReason.Truncated] : stretch.Reason is { } only ? [only] : [];
            var place = $"{Name}: {length} of {Bytes.Length} bytes, {stretch?.Why}\n{found.Findings()}";
            found.Outcome.Reasons.ShouldBe(expected, place);
            found.Outcome.Verdict.ShouldBe(expected.Length == 0 ? Verdict.Accept : Verdict.Reject, place);
        }
    }

    /// <summary>Cuts after this text, which stands once, leave a whole file.</summary>
    public static CutStretch After(string text, string last, string why)
    {
        var end = text.LastIndexOf(last, Ordinal) + last.Length;
        return new CutStretch(Length(text[..end]), Length(text) - 1, null, why);
    }

    /// <summary>Cuts that take only what stands after the last sign that is no line end.</summary>
    public static CutStretch LineEnd(string text) =>
        new(Length(text.TrimEnd()), Length(text) - 1, null, "only the line end is missing");

    private static IEnumerable<CutSample> Instructions()
    {
        foreach (var name in new[] { "pain001-two-batches-one-booked-in-one-sum", "pain002-each-line-with-its-amount" })
        {
            var text = Golden.Text(name + ".xml");
            yield return Text(name, text, text == text.TrimEnd() ? [] : [LineEnd(text)]);
        }
    }

    private static IEnumerable<CutSample> Tables()
    {
        var vcb = Of("VCB");
        var name = Length(vcb[..vcb.IndexOf("Số tài khoản", Ordinal)]);
        yield return Text("VCB", vcb,
            new CutStretch(2, name, FileReason.UnsupportedType, "the bank's own heading, of which no profile knows"),
            After(vcb, "\"1,000,000\"", "rows of totals may have fewer separators"));
        yield return Text("VIETIN", Of("VIETIN"));
        yield return Text("MB", Of("MB"));
        yield return Text("AGRI", Of("AGRI"), LineEnd(Of("AGRI")));
        yield return Text("LPB", Of("LPB"), LineEnd(Of("LPB")));
        yield return new CutSample("BIDV", TableSamples.All["BIDV"]);
        yield return new CutSample("ACB", TableSamples.All["ACB"]);
        var post = Golden.Bytes("paid-report-paid-and-not-paid.csv");
        yield return new CutSample("POST", post,
            After(Encoding.UTF8.GetString(post), "1150000", "rows of totals may have fewer separators"));
    }

    private static CutSample Text(string name, string text, params CutStretch[] stretches) =>
        new(name, Encoding.UTF8.GetBytes(text), stretches);

    private static string Of(string bank) => Encoding.UTF8.GetString(TableSamples.All[bank]);

    private static int Length(string text) => Encoding.UTF8.GetByteCount(text);
}
