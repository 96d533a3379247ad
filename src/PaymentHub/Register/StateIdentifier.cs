using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>A number of a person, its validity and the paper that states it.</summary>
public sealed record IdentifierBody(
    IdentifierKind Kind, string Value, LocalDate? From, LocalDate? Until, string Document);

/// <summary>The number has not the form of its kind.</summary>
public sealed record IdentifierMalformed() : Refusal(
    "identifier-malformed",
    "Số không đúng dạng của loại giấy tờ, hoặc ngày hết hiệu lực đứng trước ngày bắt đầu.",
    "The number has not the form of its kind, or it ends before it begins.");

/// <summary>
/// States another number of a person (mã số an sinh xã hội, CMND, BHXH, BHYT) or replaces the personal id. A number
/// that another person ever held is refused.
/// </summary>
public sealed class StateIdentifier(NpgsqlDataSource source, IDocumentStore store, IClock clock, CurrentUser user)
    : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/people/{dossier}/identifiers", HandleAsync)
            .RequirePermission(Permissions.RegisterChange).WithTags("Register")
            .Answers("StateIdentifier", StatusCodes.Status204NoContent);

    /// <summary>States another number of the person behind a dossier, or replaces the personal id.</summary>
    /// <remarks>Ghi thêm hoặc thay số giấy tờ của người hưởng.</remarks>
    public static async Task<IResult> HandleAsync(
        string dossier, IdentifierBody body, StateIdentifier state, CancellationToken cancellation)
    {
        var (found, refusal) = await state.RunAsync(dossier, body, cancellation);
        if (!found) return Problems.NotFound("hồ sơ này", "such dossier");
        return refusal is null ? Results.NoContent() : Problems.Of(refusal);
    }

    /// <summary>Records the number; the database's own key settles what two requests do at once.</summary>
    public async Task<(bool Found, Refusal? Refusal)> RunAsync(
        string dossier, IdentifierBody body, CancellationToken cancellation)
    {
        var value = Identifier.Clean(body.Value);
        if (await PersonOfAsync(dossier, cancellation) is not { } person) return (false, null);
        if (!Identifier.IsValid(body.Kind, value) || body.Until < body.From) return (true, new IdentifierMalformed());
        if (string.IsNullOrWhiteSpace(body.Document)) return (true, new IdentifierReasonMissing());
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var holders = await KnownPeople.FindAsync(session, body.Kind, [value], cancellation);
        if (holders.TryGetValue(value, out var holder) && holder != person) return (true, new IdentifierOfAnother());
        var stream = await session.Events.FetchForWriting<Beneficiary>(person, cancellation);
        var decision = BeneficiaryDecisions.StateIdentifier(
            new Identifier(body.Kind, value, body.From, body.Until), body.Document.Trim(), stream.Aggregate,
            clock.GetCurrentInstant(), user.UserName);
        if (decision.Refusal is { } refusal) return (true, refusal);
        foreach (var e in decision.Events) stream.AppendOne(e);
        try
        {
            await session.SaveChangesAsync(cancellation);
        }
        catch (PostgresException e)
            when (e is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "identifier" })
        {
            return (true, new IdentifierOfAnother());
        }

        return (true, null);
    }

    private async Task<Guid?> PersonOfAsync(string dossier, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select n.person_id from hub.entitlement n
            where n.dossier = $1 and ($2::text[] is null or (
                select commune from hub.beneficiary b where b.person_id = n.person_id order by version desc limit 1)
                = any($2))
            """);
        command.Parameters.Add(Parameter.Of(dossier));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterChange)));
        return await command.ExecuteScalarAsync(cancellation) as Guid?;
    }
}
