using PaymentHub.Domain;
using PaymentHub.Domain.Access;

namespace PaymentHub.Access;

/// <summary>The use cases that change rights.</summary>
public sealed class ChangeAccess(AccessStreams streams, AccessRows rows, NodaTime.IClock clock)
{
    public Task<Refusal?> GrantAsync(GrantRole command, CancellationToken ct) => RunAsync(
        command.UserName, (state, _) => AccessDecisions.Decide(command, state, clock.GetCurrentInstant()), ct);

    public Task<Refusal?> RevokeAsync(RevokeRole command, CancellationToken ct) => RunAsync(
        command.UserName,
        (state, others) => AccessDecisions.Decide(command, state, others, clock.GetCurrentInstant()),
        ct);

    public Task<Refusal?> DisableAsync(DisableUser command, CancellationToken ct) => RunAsync(
        command.UserName,
        (state, others) => AccessDecisions.Decide(command, state, others, clock.GetCurrentInstant()),
        ct);

    public Task<Refusal?> ResetSignInAsync(ResetSignIn command, CancellationToken ct) => RunAsync(
        command.UserName, (state, _) => AccessDecisions.Decide(command, state, clock.GetCurrentInstant()), ct);

    /// <summary>Makes the first administrator; refused where the system has an active one.</summary>
    public Task<Refusal?> GrantFirstAdministratorAsync(GrantRole command, CancellationToken ct) => RunAsync(
        command.UserName,
        (state, others) => others > 0 || IsAdministrator(state)
            ? new AdministratorExists()
            : AccessDecisions.Decide(command, state, clock.GetCurrentInstant()),
        ct);

    /// <summary>Whether anybody administers the system.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken ct) =>
        (await rows.EverybodyAsync(ct)).Values.Any(IsAdministrator);

    private async Task<Refusal?> RunAsync(
        string userName, Func<UserAccess?, int, Decision> decide, CancellationToken ct)
    {
        var name = UserAccess.NameKey(userName);
        var refusal = await streams.DecideAsync(
            userName,
            (state, everybody) => decide(state, everybody.Count(u => u.Key != name && IsAdministrator(u.Value))),
            ct);
        rows.Forget(userName);
        return refusal;
    }

    private static bool IsAdministrator(UserAccess? user) =>
        user is { IsDisabled: false } && user.Grants.ContainsKey(Role.Administrator);
}

/// <summary>The system has an administrator, who grants all further rights.</summary>
public sealed record AdministratorExists() : Refusal(
    "administrator-exists",
    "Hệ thống đã có quản trị viên; quản trị viên ấy lập tài khoản và cấp quyền cho người khác.",
    "The system has an administrator already; that person creates users and grants rights.");
