//! Lists that staff save under a name, for themselves or for others, and the columns each has chosen.
use super::super::{search::filter::ListFilter, store};
use crate::{
    base::{
        AppResult, Conflict, Error, Problem,
        error::Fields,
        text::{clean_line, parse_choice},
    },
    features::{departments::server::service as departments, tickets::*},
    server::{Staff, limits::WRITE},
};

/// The caller's own views, and those that are shared with them, by name.
pub async fn list_views(ctx: &Staff) -> AppResult<Vec<SavedView>> {
    Ok(store::views_of(&mut ctx.db.glance().await?, ctx.actor.id).await?)
}

/// Saves a list under a name; whoever sees it reads it as theirs (`moi`).
pub async fn save_view(ctx: &Staff, form: ViewForm) -> AppResult<ViewId> {
    ctx.limits.check(&WRITE, ctx.actor.id.to_string())?;
    ListFilter::parse(&form.query, &ctx.actor, &ctx.config)?;
    let mut fields = Fields::default();
    let name = fields.take("name", clean_line(&form.name, MAX_VIEW_NAME));
    let shared = fields.take("shared", parse_word::<SharedWith>(&form.shared));
    let department = fields.take("department", parse_choice(&form.department));
    let view = fields.finish(|| {
        let shared = shared?.unwrap_or_default();
        let department = department?.filter(|_| shared == SharedWith::Department);
        let query = ListQuery { after: String::new(), ..form.query.clone() };
        Some(SavedView { id: ViewId::new(), name: name?, query, shared, department, own: true })
    })?;
    if view.shared == SharedWith::Department && view.department.is_none() {
        return Err(Error::field("department", Problem::Missing));
    }
    let (owner, now) = (ctx.actor.id, ctx.clock.now());
    let id = view.id;
    let unit = ctx.db.write(move |tx| {
        Box::pin(async move {
            departments::check_department(tx, view.department).await?;
            if store::count_views(tx, owner).await? >= MAX_VIEWS as i64 {
                return Err(Error::Conflict(Conflict::TooManyViews));
            }
            Ok(store::insert_view(tx, &view, owner, now).await?)
        })
    });
    unit.await?;
    Ok(id)
}

/// Removes a view: one's own; an admin any that is shared.
pub async fn remove_view(ctx: &Staff, id: ViewId) -> AppResult<()> {
    let (caller, admin) = (ctx.actor.id, ctx.actor.is_admin());
    let unit =
        ctx.db.write(move |tx| Box::pin(async move { Ok(store::delete_view(tx, id, caller, admin).await?) }));
    if unit.await? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// The columns the caller has chosen, in the order of all.
pub async fn list_columns(ctx: &Staff) -> AppResult<Vec<Column>> {
    let chosen = store::find_columns(&mut ctx.db.glance().await?, ctx.actor.id).await?;
    Ok(chosen
        .map_or_else(|| USUAL_COLUMNS.to_vec(), |words| words.split(' ').filter_map(Column::parse).collect()))
}

/// The caller's list has these columns from now on, beside number and subject.
pub async fn choose_columns(ctx: &Staff, mut columns: Vec<Column>) -> AppResult<()> {
    columns.sort_unstable();
    columns.dedup();
    let words = columns.iter().map(|column| column.word()).collect::<Vec<_>>().join(" ");
    let caller = ctx.actor.id;
    let unit =
        ctx.db.write(move |tx| Box::pin(async move { Ok(store::set_columns(tx, caller, &words).await?) }));
    unit.await
}
