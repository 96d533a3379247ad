using System.Reflection;
using PaymentHub.Domain;

namespace PaymentHub.Contracts;

/// <summary>One stable problem code: the usual HTTP status, what it means, and how it reads.</summary>
public sealed record ProblemCode(string Code, int Status, string Meaning, string ExampleVi, string ExampleEn);

/// <summary>
/// Every code that a problem, or the refusal of one batch of many, may carry. The refusals of the domain are found by
/// themselves; what the service refuses before the domain is asked stands in the table below, and a test compares that
/// table with the sources.
/// </summary>
public static class ProblemCodes
{
    private const int HashStart = 12;

    private static readonly ProblemCode[] OfTheService =
    [
        new("antiforgery", 400, "A write with the session cookie lacks the antiforgery token.",
            "Yêu cầu thiếu mã chống giả mạo hoặc mã đã hết hạn; hãy tải lại trang rồi thử lại.",
            "The request lacks a valid antiforgery token; reload the page and try again."),
        new("area-unknown", 400, "No area of communes is called so.",
            "Đặc điểm địa bàn (area) không có trong danh mục. Hãy dùng một trong: ISLAND, …, PRIORITY, NONE.",
            "There is no such area. Use one of: ISLAND, …, PRIORITY, NONE."),
        new("balance-question-invalid", 400, "A dimension, account, day or moment of the question is none.",
            "Chiều, tài khoản, ngày hoặc thời điểm của câu hỏi số dư không hợp lệ.",
            "A dimension, account, day or moment of the question about balances is not valid."),
        new("break-ids-invalid", 400, "None or too many breaks are named.",
            "Chọn từ 1 đến 500 khoản.", "Choose 1 to 500 breaks."),
        new("break-kind-invalid", 400, "The kind of a break is none of the known ones.",
            "Không có loại khoản chưa giải thích này.", "There is no such kind of break."),
        new("break-status-invalid", 400, "The status of a break is none of the known ones.",
            "Không có tình trạng này.", "There is no such status of a break."),
        new("changed-meanwhile", 409, "Somebody else changed the same thing in the same moment; read again and retry.",
            "Có người khác vừa thay đổi dữ liệu này. Hãy tải lại và thử lại.",
            "Somebody else changed this just now. Reload and try again."),
        new("coding-invalid", 400, "The coding of letters is none of the known ones.",
            "Bảng mã phải là một trong: Unicode, Tcvn3, Vni, Viqr, Windows1258.",
            "The coding must be one of Unicode, Tcvn3, Vni, Viqr, Windows1258."),
        new("cursor-invalid", 400, "The cursor is none that this feed gave.",
            "Con trỏ không đúng; hãy dùng giá trị next của lần đọc trước.",
            "The cursor is invalid; use the next of the reading before."),
        new("plan-part-unknown", 400, "A plan is not split by that part.",
            "Kế hoạch chỉ chia được theo: area, commune, programme, channel, source.",
            "A plan is split by any of area, commune, programme, channel, source."),
        new("day-invalid", 400, "The day is not yyyy-MM-dd.",
            "Ngày viết theo dạng yyyy-MM-dd.", "The day is yyyy-MM-dd."),
        new("idempotency-conflict", 409, "The idempotency key was used for another file.",
            "Khóa Idempotency-Key này đã dùng cho một tệp khác.", "This Idempotency-Key was used for another file."),
        new("idempotency-key-invalid", 400, "The header Idempotency-Key is missing or not of its form.",
            "Thiếu hoặc sai tiêu đề Idempotency-Key (8–100 chữ, số, dấu gạch).",
            "The header Idempotency-Key is missing or not of 8 to 100 letters, digits or dashes."),
        new("offset-differs", 409, "A part of an upload does not begin where the last one ended.",
            "Đã nhận đến byte 100 trong 200; hãy gửi tiếp từ đó.",
            "Bytes up to 100 of 200 are here; go on from there."),
        new("part-too-large", 413, "A part of an upload is larger than 16 MiB.",
            "Mỗi phần tối đa 16 MiB.", "A part has at most 16 MiB."),
        new("group-unknown", 400, "The programme has no such group.",
            "Không có nhóm K9 trong chương trình TCXH.", "The programme TCXH has no group K9."),
        new("import-kind-invalid", 400, "The kind of an import is none of the known ones.",
            "Loại tệp phải là một trong: register, deaths, allotments, …",
            "The kind must be one of register, deaths, allotments, …"),
        new("import-state", 409, "The import is not in a state for this: it has ended, or it was no trial run.",
            "Lần nhập này không ở trạng thái cho phép thao tác đó.", "The import is not in a state for this."),
        new("inspection-format-unknown", 400, "No format of files is called so; the detail names all.",
            "Không có dạng tệp này. Chọn một trong: auto, camt, pain, …",
            "There is no such format. Choose one of: auto, camt, pain, …"),
        new("inspection-profile-unknown", 400, "No profile is called so; the detail names all.",
            "Không có hồ sơ này. Chọn một trong: tolerant, strict, …",
            "There is no such profile. Choose one of: tolerant, strict, …"),
        new("instant-invalid", 400, "The moment is not ISO 8601 with an offset or Z.",
            "Thời điểm phải có dạng ISO-8601, ví dụ 2026-10-24T03:00:00Z.",
            "The instant must be ISO-8601, e.g. 2026-10-24T03:00:00Z."),
        new("internal-error", 500, "The service failed; the trace id leads to its log.",
            "Hệ thống gặp lỗi; hãy báo mã truy vết cho quản trị viên.",
            "The service failed; give the trace id to an administrator."),
        new("mapping-column-unknown", 400, "The mapping names a column that the template does not have.",
            "Mẫu không có cột: Cột lạ.", "The template has no such column: Cột lạ."),
        new("mapping-source-invalid", 400, "The name of the source is empty or too long.",
            "Tên nguồn dữ liệu phải có từ 1 đến 60 ký tự.", "The name of the source has 1 to 60 characters."),
        new("method-not-allowed", 405, "The address exists, but not for this method.",
            "Địa chỉ này không nhận phương thức đã dùng.", "This address does not take the method."),
        new("places-day-invalid", 400, "The day of the places is not yyyy-MM-dd.",
            "Ngày của địa danh phải viết theo dạng yyyy-MM-dd.", "The day of the places is written yyyy-MM-dd."),
        new("not-found", 404, "There is no such thing, or it lies outside the user's scope; both look the same.",
            "Không tìm thấy lô chi trả này, hoặc nằm ngoài phạm vi của bạn.",
            "No such batch here, or it lies outside your scope."),
        new("not-permitted", 403, "Signed in, but no grant permits the action.",
            "Tài khoản không có quyền thực hiện việc này; hãy liên hệ quản trị viên nếu cần được cấp quyền.",
            "Your account may not do this; ask an administrator if you need the permission."),
        new("not-signed-in", 401, "No sign-in, or one that has run out.",
            "Chưa đăng nhập hoặc phiên đăng nhập đã hết hạn; hãy đăng nhập lại.",
            "Not signed in, or the sign-in has expired; sign in again."),
        new("password-must-change", 403, "The password serves once; POST /api/password changes it.",
            "Mật khẩu này chỉ dùng một lần: hãy đổi mật khẩu rồi đăng nhập lại.",
            "This password serves once: change it, then sign in again."),
        new("period-invalid", 400, "The period is no month.",
            "Kỳ chi trả phải có dạng yyyy-MM, ví dụ 2026-11.", "The period must look like yyyy-MM, e.g. 2026-11."),
        new("request-unreadable", 400, "The request itself cannot be read: a missing parameter or malformed JSON.",
            "Không đọc được yêu cầu: thiếu tham số hoặc nội dung sai định dạng.",
            "The request cannot be read: a parameter is missing or the content is malformed."),
        new("sign-in-refused", 401, "Wrong name or password, or the account is locked or disabled.",
            "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khóa.",
            "User name or password is wrong, or the account is locked for the moment."),
        new("too-large", 413, "The body is larger than the service takes.",
            "Tệp lớn hơn mức cho phép.", "The file is larger than allowed."),
        new("too-many-requests", 429, "More requests in a minute than permitted; Retry-After says how long to wait.",
            "Quá nhiều yêu cầu trong một phút; hãy chờ rồi thử lại.",
            "Too many requests in a minute; wait and try again."),
        new("upload-invalid", 400, "The announcement of an upload lacks a name, a size or a hash.",
            "Cần tên tệp, kích thước (tối đa 1 GiB) và SHA-256 của tệp.",
            "A file name, a size of at most 1 GiB and the SHA-256 of the file are needed."),
        new("unsupported-media-type", 415, "The content type of the body is not the one that the endpoint takes.",
            "Kiểu nội dung không được hỗ trợ.", "The content type is not supported."),
    ];

    /// <summary>All codes in ordinal order, each once.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        .. OfTheService.Concat(Refusals()).DistinctBy(c => c.Code).OrderBy(c => c.Code, StringComparer.Ordinal),
    ];

    private static IEnumerable<ProblemCode> Refusals() =>
        from assembly in new[] { typeof(Refusal).Assembly, typeof(ProblemCodes).Assembly }
        from type in assembly.GetTypes()
        where type.IsSubclassOf(typeof(Refusal)) && !type.IsAbstract
        orderby type.FullName
        let refusal = SampleOf(type)
        select new ProblemCode(
            refusal.Code, StatusCodes.Status422UnprocessableEntity, DocComments.SummaryOf(type), refusal.Vietnamese,
            refusal.English);

    // A refusal says its code in its constructor, so one is made of neutral values to hear it. Where it shows the
    // beginning of a hash, its texts must be as long as that.
    private static Refusal SampleOf(Type type)
    {
        try
        {
            return (Refusal)Sample(type, type.Name, 0);
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentOutOfRangeException)
        {
            return (Refusal)Sample(type, type.Name, HashStart);
        }
    }

    private static object Sample(Type type, string? name, int length)
    {
        if (type == typeof(string)) return $"‹{name}›".PadRight(length, '…');
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 0);
        if (type.IsValueType) return Activator.CreateInstance(type)!;
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        return constructor.Invoke(
            [.. constructor.GetParameters().Select(p => Sample(p.ParameterType, p.Name, length))]);
    }
}
