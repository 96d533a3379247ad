using Shouldly;

namespace PaymentHub.Domain.Tests.Architecture;

/// <summary>Shows every finding on a line of its own, so that an editor opens the place.</summary>
public static class Findings
{
    public static void ShouldBeNone(this IEnumerable<string> findings)
    {
        var found = findings.ToList();
        found.Count.ShouldBe(0, string.Join('\n', found.Prepend(string.Empty)));
    }
}
