using PaymentHub.Domain;
using PaymentHub.Domain.Access;

namespace PaymentHub.Access;

/// <summary>
/// Loads the stream of a user, decides, and appends the events with the expected version. Returns the refusal, or null.
/// </summary>
public delegate Task<Refusal?> DecideAccess(
    string userName, Func<UserAccess?, Decision> decide, CancellationToken ct);

/// <summary>The use cases that change rights.</summary>
public sealed class ChangeAccess(DecideAccess decide, AccessRows rows, NodaTime.IClock clock)
{
    public Task<Refusal?> GrantAsync(GrantRole command, CancellationToken ct) =>
        RunAsync(command.UserName, state => AccessDecisions.Decide(command, state, clock.GetCurrentInstant()), ct);

    public async Task<Refusal?> RevokeAsync(RevokeRole command, CancellationToken ct)
    {
        var others = await OtherAdministratorsAsync(command.UserName, ct);
        return await RunAsync(
            command.UserName, state => AccessDecisions.Decide(command, state, others, clock.GetCurrentInstant()), ct);
    }

    public async Task<Refusal?> DisableAsync(DisableUser command, CancellationToken ct)
    {
        var others = await OtherAdministratorsAsync(command.UserName, ct);
        return await RunAsync(
            command.UserName, state => AccessDecisions.Decide(command, state, others, clock.GetCurrentInstant()), ct);
    }

    private async Task<Refusal?> RunAsync(string userName, Func<UserAccess?, Decision> decision, CancellationToken ct)
    {
        var refusal = await decide(userName, decision, ct);
        rows.Forget(userName);
        return refusal;
    }

    private async Task<int> OtherAdministratorsAsync(string userName, CancellationToken ct)
    {
        var name = UserAccess.NameKey(userName);
        return (await rows.EverybodyAsync(ct)).Count(
            u => u.Key != name && !u.Value.IsDisabled && u.Value.Grants.ContainsKey(Role.Administrator));
    }
}
