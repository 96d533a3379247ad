namespace PaymentHub.Domain.Register;

/// <summary>The texts of the rules about places, decisions, identifiers, households and pensions.</summary>
internal static class FileRuleTexts
{
    public static (string Rule, string Vi, string En)[] All => [.. Places, .. Kinds];

    private static (string Rule, string Vi, string En)[] Places =>
    [
        (RowRules.PlaceConverted,
            "Đơn vị hành chính cũ; dòng được chuyển sang xã, phường, đặc khu mới tương ứng.",
            "A former administrative unit; the row goes to the commune that took it over."),
        (RowRules.PlaceAmbiguous,
            "Địa danh có thể thuộc nhiều xã mới nên chưa nhập dòng này. "
            + "Hãy chọn xã đúng trong danh sách địa danh chưa rõ.",
            "The place may belong to several communes, so the row waits. Choose the right one in the list of "
            + "unclear places."),
        (RowRules.SameCommune, "Xã đi và xã đến là một; dòng này không phải là chuyển nơi ở.",
            "The communes of departure and arrival are the same; this is no move."),
        (RowRules.DateOrder, "Ngày kết thúc đứng trước ngày bắt đầu.", "The last day is before the first."),
        (RowRules.DecisionKindInvalid,
            "Loại quyết định phải là Hưởng mới, Điều chỉnh, Tạm dừng, Hưởng lại hoặc Thôi hưởng.",
            "The kind of decision is Hưởng mới, Điều chỉnh, Tạm dừng, Hưởng lại or Thôi hưởng."),
        (RowRules.ReasonMissing, "Tạm dừng hoặc thôi hưởng phải ghi lý do.", "A suspension or an end needs a reason."),
        (RowRules.PayeeTermInvalid,
            "Thời hạn nhận thay không hợp lệ: phải có ngày bắt đầu, ngày kết thúc và giấy tờ; "
            + "ủy quyền không quá 12 tháng.",
            "The term of the payee is invalid: first day, last day and paper are needed; "
            + "a proxy lasts at most 12 months."),
    ];

    private static (string Rule, string Vi, string En)[] Kinds =>
    [
        (RowRules.IdentifierKindInvalid,
            "Loại số phải là Mã số an sinh xã hội, CMND, Mã số BHXH hoặc Thẻ BHYT; "
            + "số định danh cá nhân mới ghi là Số định danh.",
            "The kind of number is Mã số an sinh xã hội, CMND, Mã số BHXH, Thẻ BHYT or Số định danh."),
        (RowRules.IdentifierInvalid,
            "Số không đúng dạng của loại: CMND 9 chữ số, mã số BHXH 10 chữ số, thẻ BHYT 15 ký tự, "
            + "số định danh 12 chữ số.",
            "The number has not the form of its kind: CMND 9 digits, BHXH 10 digits, BHYT card 15 characters, "
            + "personal id 12 digits."),
        (RowRules.HouseholdInvalid, "Mã hộ bắt buộc, gồm chữ in hoa không dấu, chữ số và dấu -, tối đa 24 ký tự.",
            "The household code is required: A-Z, 0-9 and -, at most 24 characters."),
        (RowRules.HouseholdKindInvalid, "Loại hộ phải là Hộ nghèo, Hộ cận nghèo hoặc Hộ thoát nghèo.",
            "The kind of household is Hộ nghèo, Hộ cận nghèo or Hộ thoát nghèo."),
        (RowRules.PensionKindInvalid, "Loại phải là Lương hưu, Trợ cấp BHXH hằng tháng hoặc Trợ cấp mất sức lao động.",
            "The kind is Lương hưu, Trợ cấp BHXH hằng tháng or Trợ cấp mất sức lao động."),
        (RowRules.PlaceKindInvalid, "Loại nơi ở phải là Nơi cư trú hoặc Nơi ở hiện tại.",
            "The kind of place is Nơi cư trú or Nơi ở hiện tại."),
        (RowRules.PapersInvalid,
            "Giấy tờ kèm hồ sơ không đúng dạng: số suất từ 1 đến 50, số tháng từ 0 đến 120; ngày sinh các con viết "
            + "dd/MM/yyyy, cách nhau bằng dấu ;, có thể thêm \"từ MM/yyyy\" và \"đến MM/yyyy\"; mã suất chung gồm chữ "
            + "không dấu, chữ số, dấu - / .",
            "The papers are not in their form: shares 1 to 50, months 0 to 120; birth dates of children dd/MM/yyyy, "
            + "separated by ;, with \"từ MM/yyyy\" and \"đến MM/yyyy\" where needed; a share's code has plain letters, "
            + "digits and - / ."),
        (RowRules.AreaUnknown,
            "Đặc điểm địa bàn phải là một mục của danh mục: mã (REMOTE, EXTREMELY_DIFFICULT, …) hoặc tên tiếng Việt.",
            "The area is one of the list: its code (REMOTE, EXTREMELY_DIFFICULT, …) or its Vietnamese name."),
        (RowRules.YesNoInvalid, "Cột này chỉ ghi Có, Không hoặc để trống.", "This column holds Có, Không or nothing."),
        (RowRules.MonthByRule,
            "Không ghi tháng hưởng: tháng bắt đầu được tính theo quy định của nhóm đối tượng.",
            "No first month is stated: it follows from the rule of the group."),
        (RowRules.RowDuplicate, "Dòng trùng với một dòng khác trong tệp.", "The row repeats another row of the file."),
    ];
}
