"""Let lists of people be counted and searched by an index alone."""

from alembic import op

revision = '0020_index_people_lists'
down_revision = '0019_add_sealed_photos'
branch_labels = None
depends_on = None

LINES = 'ix_insured_persons_county_village_enrollment'
COUNTED = 'ix_insured_persons_county_village_enrollment_included_deleted'
NAMES = 'ix_persons_county_name_id_no_mask_village_id'


def upgrade() -> None:
    columns = ['county', 'village', 'enrollment', 'included', 'deleted']
    op.create_index(COUNTED, 'insured_persons', columns)
    op.drop_index(LINES, 'insured_persons')
    op.create_index(NAMES, 'persons', ['county', 'name', 'id_no_mask', 'village', 'id'])


def downgrade() -> None:
    op.drop_index(NAMES, 'persons')
    op.create_index(LINES, 'insured_persons', ['county', 'village', 'enrollment'])
    op.drop_index(COUNTED, 'insured_persons')
