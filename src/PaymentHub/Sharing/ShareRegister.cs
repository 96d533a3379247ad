using NodaTime;
using NodaTime.Text;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Sharing;

/// <summary>
/// A change of a dossier or a person: what kind, and the dossier as it stands now, masked by the purpose. Without a
/// person the change lies outside the reader's scope and only its kind is told.
/// </summary>
public sealed record SharedChange(string Kind, Instant At, SharedPerson? Person);

/// <summary>
/// What changed behind a cursor, oldest first; <paramref name="Next"/> is the cursor to go on from, also where there is
/// nothing now.
/// </summary>
public sealed record SharedChanges(IReadOnlyList<SharedChange> Items, string Next);

/// <summary>A reading without a purpose or a reason.</summary>
public sealed record SharingReasonMissing() : Refusal(
    "sharing-reason-missing",
    "Phải ghi mục đích (identityMatch, benefitCheck, statistics) và lý do khi đọc dữ liệu của người hưởng.",
    "State the purpose (identityMatch, benefitCheck, statistics) and the reason for reading people's data.");

/// <summary>The reader's grant does not cover the purpose.</summary>
public sealed record SharingPurposeNotGranted(SharingPurpose Purpose) : Refusal(
    "sharing-purpose-not-granted",
    "Cơ quan của người dùng chưa được cấp quyền đọc dữ liệu cho mục đích này.",
    $"The user's agency was not granted the purpose {Purpose}.");

/// <summary>
/// Sharing data with other agencies (chia sẻ dữ liệu): people and decisions by page, as a file, and as a feed of what
/// changed since. Every reading names its purpose and reason and is logged before the data leaves.
/// </summary>
public sealed class ShareRegister : IUseCase
{
    private const int MostAtOnce = 1_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sharing/people", PeopleAsync)
            .RequirePermission(Permissions.RegisterShare).WithTags("Sharing").Answers<SharedPeople>("SharePeople");
        api.MapGet("/sharing/people/export", ExportAsync)
            .RequirePermission(Permissions.RegisterShare).WithTags("Sharing")
            .AnswersFile("ExportPeople", TableFile.CsvType, TableFile.XlsxType);
        api.MapGet("/sharing/changes", ChangesAsync)
            .RequirePermission(Permissions.RegisterShare).WithTags("Sharing").Answers<SharedChanges>("ShareChanges");
    }

    /// <summary>Decisions with their people, masked by the purpose; after is the cursor of the page before.</summary>
    /// <remarks>Chia sẻ danh sách người hưởng theo mục đích, có ghi nhật ký.</remarks>
    public static async Task<IResult> PeopleAsync(
        string? purpose, string? reason, string? commune, string? programme, string? month, string? after, int? size,
        SharedPeopleQuery query, Disclosures log, CancellationToken cancellation)
    {
        if (AskedOf(purpose, reason, "page", commune, programme) is not { } asked)
            return Problems.Of(new SharingReasonMissing());
        if (query.RefusalOf(asked.Purpose) is { } refusal) return Problems.Of(refusal);
        var limit = Math.Clamp(size ?? 100, 1, MostAtOnce);
        var found = await query.ReadAsync(
            asked.Communes, asked.Programmes, MonthOf(month), after ?? "", limit, cancellation);
        await log.RecordAsync(asked, found.Count, null, cancellation);
        return Results.Ok(new SharedPeople(
            [.. found.Select(p => p.Masked(asked.Purpose))], found.Count == limit ? found[^1].Dossier : null));
    }

    /// <summary>The same as one file, CSV or with format=xlsx a workbook, safe against formulas.</summary>
    /// <remarks>Xuất tệp danh sách người hưởng theo mục đích, có ghi nhật ký.</remarks>
    public static async Task<IResult> ExportAsync(
        string? purpose, string? reason, string? commune, string? programme, string? month, string? format,
        SharedPeopleQuery query, Disclosures log, CancellationToken cancellation)
    {
        var isWorkbook = TableFile.IsWorkbook(format);
        if (AskedOf(purpose, reason, isWorkbook ? "xlsx" : "csv", commune, programme) is not { } asked)
            return Problems.Of(new SharingReasonMissing());
        if (query.RefusalOf(asked.Purpose) is { } refusal) return Problems.Of(refusal);
        var people = new List<SharedPerson>();
        for (var after = ""; ;)
        {
            var page = await query.ReadAsync(
                asked.Communes, asked.Programmes, MonthOf(month), after, MostAtOnce, cancellation);
            people.AddRange(page.Select(p => p.Masked(asked.Purpose)));
            if (page.Count < MostAtOnce) break;
            after = page[^1].Dossier;
        }

        using var file = new MemoryStream();
        TableFile.Write(file, Rows(people), isWorkbook);
        await log.RecordAsync(asked, people.Count, RawFiles.HashOf(file.ToArray()), cancellation);
        return Results.File(
            file.ToArray(), isWorkbook ? TableFile.XlsxType : TableFile.CsvType,
            isWorkbook ? "nguoi-huong.xlsx" : "nguoi-huong.csv");
    }

    /// <summary>
    /// What changed since a cursor: corrections, moves, deaths, grants, changes and ends, each with the dossier as it
    /// stands now. Without a cursor the feed begins at the first change ever.
    /// </summary>
    /// <remarks>Những thay đổi kể từ con trỏ đã đọc.</remarks>
    public static async Task<IResult> ChangesAsync(
        string? purpose, string? reason, string? since, int? size, ChangeFeed feed, SharedPeopleQuery query,
        Disclosures log, CancellationToken cancellation)
    {
        if (AskedOf(purpose, reason, "changes", null, null) is not { } asked)
            return Problems.Of(new SharingReasonMissing());
        if (query.RefusalOf(asked.Purpose) is { } refusal) return Problems.Of(refusal);
        if (!ChangeCursor.TryParse(since, out var cursor))
        {
            return Problems.BadRequest(
                "cursor-invalid", "Con trỏ không đúng; hãy dùng giá trị next của lần đọc trước.",
                "The cursor is invalid; use the next of the reading before.");
        }

        var (changes, next) = await feed.ReadAsync(cursor, Math.Clamp(size ?? 100, 1, MostAtOnce), cancellation);
        var people = (await query.OfDossiersAsync([.. changes.SelectMany(c => c.Dossiers).Distinct()], cancellation))
            .ToDictionary(p => p.Dossier, p => p.Masked(asked.Purpose));
        await log.RecordAsync(asked, people.Count, null, cancellation);
        return Results.Ok(new SharedChanges(
            [
                .. from change in changes
                   from dossier in change.Dossiers
                   where people.ContainsKey(dossier)
                   select new SharedChange(change.Kind, change.At, people[dossier]),
            ],
            next.ToString()));
    }

    private static DisclosureAsked? AskedOf(
        string? purpose, string? reason, string form, string? commune, string? programme) =>
        Enum.TryParse<SharingPurpose>(purpose, ignoreCase: true, out var known) && Enum.IsDefined(known)
            && !string.IsNullOrWhiteSpace(reason) && reason.Length <= 500
            ? new DisclosureAsked(known, reason.Trim(), form, ListOf(commune), ListOf(programme))
            : null;

    private static string[]? ListOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Split(',');

    private static YearMonth? MonthOf(string? month) =>
        month is not null && YearMonthPattern.Iso.Parse(month) is { Success: true } parsed ? parsed.Value : null;

    private static IEnumerable<string[]> Rows(IEnumerable<SharedPerson> people) =>
    [
        [
            "Mã người", "Mã hồ sơ", "Số định danh cá nhân", "Họ và tên", "Ngày sinh", "Giới tính", "Mã xã",
            "Chương trình", "Hưởng từ tháng", "Thôi hưởng từ tháng", "Tạm dừng", "Ngày mất",
            "Đặc điểm địa bàn",
        ],
        .. people.Select(p => (string[])
        [
            p.PersonKey.ToString(), p.Dossier, p.PersonalId ?? "", p.FullName, p.Birth ?? "", p.Sex ?? "", p.Commune,
            p.Programme, p.From, p.Until ?? "", p.IsSuspended ? "x" : "", p.DiedOn ?? "",
            string.Join(' ', p.Areas),
        ]),
    ];
}
