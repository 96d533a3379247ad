using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>
/// Where somebody lives from a day on. Without a commune the place lies outside the province. Number, signer and day
/// are those of the paper that says so.
/// </summary>
public sealed record PlaceBody(
    PlaceKind Kind, string? Commune, string? Place, LocalDate From, string Document, string SignedBy,
    LocalDate? SignedOn);

/// <summary>
/// States where a person is registered or actually stays (nơi cư trú, nơi ở hiện tại) by a signed paper. In the same
/// transaction the person's decisions follow the place that their programme's rule names.
/// </summary>
public sealed class StatePlace(
    NpgsqlDataSource source, IDocumentStore store, ReferenceData reference, RateBooks books, HubSettings settings,
    IClock clock, CurrentUser user) : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/people/{dossier}/places", HandleAsync)
            .RequirePermission(Permissions.RegisterChange).WithTags("Register")
            .Answers("StatePlace", StatusCodes.Status204NoContent);

    /// <summary>States a residence or an actual stay; decisions follow the place that their rule names.</summary>
    /// <remarks>Ghi nơi cư trú hoặc nơi ở hiện tại theo giấy tờ đã ký.</remarks>
    public static async Task<IResult> HandleAsync(
        string dossier, PlaceBody body, StatePlace state, CancellationToken cancellation)
    {
        var (found, refusal) = await state.RunAsync(dossier, body, cancellation);
        if (!found) return Problems.NotFound("hồ sơ này", "such dossier");
        return refusal is null ? Results.NoContent() : Problems.Of(refusal);
    }

    /// <summary>Records the place and what follows from it, for the API and for the person's page.</summary>
    public async Task<(bool Found, Refusal? Refusal)> RunAsync(
        string dossier, PlaceBody body, CancellationToken cancellation)
    {
        var dossiers = await DossiersAsync(dossier, cancellation);
        if (dossiers.Count == 0) return (false, null);
        var now = clock.GetCurrentInstant();
        if (FaultOf(body, now) is { } fault) return (true, fault);
        var place = new LivingPlace(
            body.Kind, Set(body.Commune), Set(body.Commune) is null ? body.Place!.Trim() : "", body.From,
            body.Document.Trim(), body.SignedBy.Trim(), body.SignedOn);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var person = await session.Events.FetchForWriting<Beneficiary>(dossiers[0].Person, cancellation);
        var decision = BeneficiaryDecisions.StatePlace(place, person.Aggregate, now, user.UserName);
        if (decision.Refusal is { } refusal) return (true, refusal);
        person.AppendMany(decision.Events);
        if (decision.Events.Count > 0)
        {
            var after = decision.Events.Aggregate(
                person.Aggregate, (s, e) => Beneficiary.Evolve(s, dossiers[0].Person, e))!;
            foreach (var (_, id) in dossiers) await FollowAsync(session, id, place, after, now, cancellation);
        }

        await session.SaveChangesAsync(cancellation);
        return (true, null);
    }

    private async Task FollowAsync(
        IDocumentSession session, Guid id, LivingPlace place, Beneficiary person, Instant now,
        CancellationToken cancellation)
    {
        var stream = await session.Events.FetchForWriting<Entitlement>(id, cancellation);
        if (stream.Aggregate is not { } state) return;
        var decision = Relocation.Of(place, person, state, Rules(now), now, user.UserName);
        stream.AppendMany(decision.Events);
    }

    private Refusal? FaultOf(PlaceBody body, Instant now)
    {
        var today = now.InZone(HubClock.Zone).Date;
        if (Set(body.Commune) is { } commune && !reference.Communes.ContainsKey(commune))
            return new PlaceUnknown(commune);
        if (Set(body.Commune) is null && Set(body.Place) is null) return new PlaceUnknown("");
        var isSigned = Set(body.Document) is not null && Set(body.SignedBy) is not null && body.SignedOn <= today;
        return isSigned && body.From <= today ? null : new PlacePaperMissing();
    }

    private ProgrammeRules Rules(Instant now) => books.Current.KnownAt(now, settings.IsDemo).Rules;

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<List<(Guid Person, Guid Decision)>> DossiersAsync(
        string dossier, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select n.person_id, n.entitlement_id from hub.entitlement n
            where n.person_id = (select person_id from hub.entitlement where dossier = upper($1))
              and ($2::text[] is null or (
                select commune from hub.beneficiary b where b.person_id = n.person_id order by version desc limit 1)
                = any($2))
            """);
        command.Parameters.Add(Parameter.Of(dossier));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterChange)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(Guid Person, Guid Decision)>();
        while (await reader.ReadAsync(cancellation)) found.Add((reader.GetGuid(0), reader.GetGuid(1)));
        return found;
    }
}
