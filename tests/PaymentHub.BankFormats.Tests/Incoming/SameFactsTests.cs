using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>The same facts in different formats give equal entries.</summary>
public class SameFactsTests
{
    [Fact]
    public void Every_format_gives_the_same_entries()
    {
        var expected = Facts(IncomingSamples.Camt);
        expected.Count.ShouldBe(2);
        Facts(IncomingSamples.Swift).ShouldBe(expected);
        Facts(IncomingSamples.Bai2).ShouldBe(expected);
    }

    private static List<EntryFacts> Facts(string text)
    {
        var found = Inspected.Of(text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        return [.. Inspected.Entries(text).Select(e => e.Facts)];
    }
}
