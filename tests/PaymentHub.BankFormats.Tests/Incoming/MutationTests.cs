using System.Text;
using CsCheck;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>
/// Random damage to good files of every format: nothing throws, and unless the file is refused every entry marker in
/// the bytes is an entry that was read.
/// </summary>
public class MutationTests
{
    private static readonly byte[][] Good =
    [
        .. IncomingSamples.All.Select(s => Encoding.UTF8.GetBytes(s)),
        Encoding.UTF8.GetBytes($"<Request><M>x</M><M><![CDATA[{WithoutDeclaration(IncomingSamples.Camt)}]]></M>"
            + $"</Request>"),
        [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(WithoutDeclaration(IncomingSamples.Camt))],
        .. TableSamples.All.Values,
    ];

    private static readonly Gen<(int File, (int Kind, int At, int Length, byte Value)[] Damage)> Damaged = Gen.Select(
        Gen.Int[0, Good.Length - 1],
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Int[1, 40], Gen.Byte).Array[1, 4]);

    [Fact]
    public void Damage_is_refused_or_accounted_for() => Damaged.Sample(
        d =>
        {
            var bytes = d.Damage.Aggregate(Good[d.File], Apply);
            var found = Inspected.Of(bytes, TableSamples.Options);
            var told = Inspected.Of(bytes, TableSamples.Options with { ChecksSchema = true });
            told.Outcome.Reasons.ShouldBe(found.Outcome.Reasons, told.Findings());
            if (found.Outcome.Verdict != Verdict.Reject) found.RawMarkers.ShouldBe(found.Entries, found.Findings());
            found.Outcome.Findings.Count.ShouldBeLessThanOrEqualTo(ReadLimits.DefaultMaxFindings + 2);
            InspectionJson.Line("x", found).ShouldNotContain("\n");
        }, iter: 20_000);

    [Fact]
    public void A_cut_of_any_sample_never_loses_an_entry_that_is_accepted() => Gen
        .Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, int.MaxValue])
        .Sample(
            (file, at) =>
            {
                var found = Inspected.Of(Good[file][..(at % Good[file].Length)], TableSamples.Options);
                if (found.Outcome.Verdict != Verdict.Reject) found.RawMarkers.ShouldBe(found.Entries);
            }, iter: 5_000);

    private static string WithoutDeclaration(string text) => text[(text.IndexOf("?>", StringComparison.Ordinal) + 2)..];

    private static byte[] Apply(byte[] bytes, (int Kind, int At, int Length, byte Value) damage)
    {
        if (bytes.Length == 0) return bytes;
        var at = damage.At % bytes.Length;
        var length = Math.Min(damage.Length, bytes.Length - at);
        switch (damage.Kind)
        {
            case 0:
                var changed = bytes.ToArray();
                changed[at] = damage.Value;
                return changed;
            case 1:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                return [.. bytes[..at], damage.Value, .. bytes[at..]];
            case 3:
                return [.. bytes[..at], .. bytes.AsSpan(at, length), .. bytes[at..]];
            default:
                return bytes[..at];
        }
    }
}
