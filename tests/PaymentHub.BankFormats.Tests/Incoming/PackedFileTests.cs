using System.IO.Compression;
using System.Text;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Packages are taken apart within bounds, and what is in them is judged as if it had come alone.</summary>
public class PackedFileTests
{
    [Fact]
    public void What_a_package_holds_is_judged_as_if_it_came_alone()
    {
        foreach (var text in IncomingSamples.All)
        {
            var alone = Inspected.Of(text);
            foreach (var packed in new[] { Gzip(Encoding.UTF8.GetBytes(text)), TableSamples.Zip(("a", text)) })
            {
                var found = Inspected.Of(packed);
                (found.Format, found.Entries, found.RawMarkers, found.CreditSum, found.DebitSum).ShouldBe(
                    (alone.Format, alone.Entries, alone.RawMarkers, alone.CreditSum, alone.DebitSum));
                found.Outcome.Reasons.ShouldBe(alone.Outcome.Reasons);
                found.Outcome.Bytes.ShouldBe(packed.Length);
                found.Outcome.Sha256.ShouldBe(
                    Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(packed)));
            }
        }
    }

    [Fact]
    public void Several_files_of_a_package_add_up_and_the_worst_decides()
    {
        var cut = IncomingSamples.Camt[..^5];
        var both = Inspected.Of(TableSamples.Zip(("a", IncomingSamples.Camt), ("b", IncomingSamples.Swift)));
        (both.Format, both.Statements, both.Entries, both.RawMarkers).ShouldBe(("ZIP", 2, 4, 4));
        both.Outcome.Verdict.ShouldBe(Verdict.Accept, both.Findings());
        Inspected.Of(TableSamples.Zip(("a", cut), ("b", IncomingSamples.Swift))).Outcome.Reasons
            .ShouldBe([FileReason.Truncated]);
    }

    [Fact]
    public void Bombs_and_packages_in_packages_are_refused()
    {
        const int Large = 40_000_000;
        Inspected.Of(Gzip(new byte[Large])).Outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
        var blanks = Encoding.ASCII.GetBytes("<a>" + new string(' ', Large));
        Inspected.Of(Gzip(blanks)).Outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
        Inspected.Of(Gzip(Gzip(blanks))).Outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
        Inspected.Of(Gzip(TableSamples.Zip(("a", "x")))).Outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
    }

    [Fact]
    public void A_package_that_is_cut_off_or_damaged_is_refused()
    {
        var gzip = Gzip(Encoding.UTF8.GetBytes(IncomingSamples.Camt));
        Inspected.Of(gzip[..^20]).Outcome.Reasons.ShouldContain(FileReason.Truncated);
        var zip = TableSamples.Zip(("a", IncomingSamples.Camt));
        Inspected.Of(zip[..^20]).Outcome.Reasons.ShouldBe([FileReason.Truncated]);
        for (var at = 3; at < gzip.Length; at += 7)
        {
            var damaged = gzip.ToArray();
            damaged[at] ^= 0x55;
            var found = Inspected.Of(damaged);
            if (found.Outcome.Verdict != Verdict.Reject) found.RawMarkers.ShouldBe(found.Entries);
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    }
}
