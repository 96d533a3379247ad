using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Acts on a preview that is not there.</summary>
public sealed class UnknownImpactTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    [Fact]
    public async Task A_preview_that_nobody_ordered_is_not_found()
    {
        foreach (var (user, act) in new[] { ("khobac", "confirm"), ("doisoat", "cancel"), ("doisoat", "resume") })
        {
            var answer = await fixture.Hub.As(user).TryPostAsync($"/api/match-impacts/{Guid.Empty}/{act}");
            ((int)answer.Status).ShouldBe(404, string.Join('\n', fixture.Hub.Log));
            answer = await fixture.Hub.As(user).TryPostAsync($"/api/match-impacts/{Guid.NewGuid()}/{act}");
            ((int)answer.Status).ShouldBe(404, string.Join('\n', fixture.Hub.Log));
        }
    }
}
