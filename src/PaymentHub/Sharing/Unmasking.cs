using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Sharing;

/// <summary>Somebody asked for a person's groups without saying why.</summary>
public sealed record UnmaskReasonMissing() : Refusal(
    "unmask-reason-missing",
    "Phải ghi lý do (tối đa 500 ký tự) khi xem nhóm đối tượng của một người.",
    "State the reason (at most 500 characters) for seeing a person's groups.");

/// <summary>
/// Lets a person's groups be told (xem nhóm đối tượng): to somebody who may print full lists of the person's commune,
/// for a reason that is kept before anything is told. Screen, API and command line ask here alike.
/// </summary>
public sealed class Unmasking(NpgsqlDataSource source, CurrentUser user, Disclosures log)
{
    /// <summary>Keeps the reason; a problem where the groups may not be told.</summary>
    public async Task<IResult?> RecordAsync(
        Guid person, string? reason, string form, CancellationToken cancellation)
    {
        if (await CommuneOfAsync(person, cancellation) is not { } commune || !MayTell(commune)) return NotGranted;
        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > 500)
            return Problems.Of(new UnmaskReasonMissing());
        await log.RecordListAsync(reason.Trim(), form, commune, null, 1, null, cancellation);
        return null;
    }

    /// <summary>Whether the user may ask for groups of a commune's people.</summary>
    public bool MayTell(string commune) => user.Can(Permissions.ListsPrint, commune, null);

    /// <summary>The answer to a user who sees the person, but not the groups.</summary>
    public static IResult NotGranted => Problems.Of(
        StatusCodes.Status403Forbidden, "not-permitted",
        "Bạn không có quyền xem nhóm đối tượng của người này.",
        "You are not permitted to see this person's groups.");

    private async Task<string?> CommuneOfAsync(Guid person, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select commune from hub.beneficiary where person_id = $1 order by version desc limit 1");
        command.Parameters.Add(Parameter.Of(person));
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
